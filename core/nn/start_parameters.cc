#include "core/nn/start_parameters.h"

#include "ATen/ops/full.h"
#include "core/base/check.h"
#include "core/nn/drawn_values.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

at::Tensor StartOf(const ParameterSpec& spec, Seed seed) {
  const double value = spec.start.value;
  switch (spec.start.law) {
    case Start::Law::kConstant:
      return at::full(spec.parameter.shape, value, at::kFloat);
    case Start::Law::kUniform:
      return UniformStart(seed, spec.parameter.shape, value);
    case Start::Law::kNormal:
      return NormalTensor(seed, spec.parameter.numbers(), 1)
          .mul_(value)
          .reshape(spec.parameter.shape);
  }
  FLOW_CHECK(false) << "a start without a law";
  return {};
}

}  // namespace

Parameters StartParameters(const ParameterSpecs& specs, Seed seed) {
  Parameters parameters;
  for (const ParameterSpec& spec : specs) {
    parameters.push_back(
        {spec.parameter.name,
         StartOf(spec, DeriveSeed(seed, spec.parameter.name))});
  }
  return parameters;
}

}  // namespace flow::core
