#include "core/nn/parameter_spec.h"

#include <functional>
#include <numeric>
#include <utility>

namespace flow::core {

int64_t ParameterShape::numbers() const {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1},
                         std::multiplies<>());
}

void AddWeightAndBias(const std::string& name, std::vector<int64_t> shape,
                      Start weight, Start bias, ParameterSpecs& specs) {
  const int64_t outputs = shape[0];
  specs.push_back({{name + ".weight", std::move(shape)}, weight});
  specs.push_back({{name + ".bias", {outputs}}, bias});
}

void AddLayer(const std::string& name, std::vector<int64_t> shape,
              ParameterSpecs& specs) {
  const int64_t inputs = ParameterShape{"", shape}.numbers() / shape[0];
  const Start start = Start::OfInputs(inputs);
  AddWeightAndBias(name, std::move(shape), start, start, specs);
}

void AddZeroLayer(const std::string& name, std::vector<int64_t> shape,
                  ParameterSpecs& specs) {
  AddWeightAndBias(name, std::move(shape), Start::Constant(0),
                   Start::Constant(0), specs);
}

}  // namespace flow::core
