#include "core/nn/linear_layers.h"

#include <string>

#include "ATen/ops/elu.h"
#include "ATen/ops/gelu.h"
#include "ATen/ops/linear.h"
#include "ATen/ops/relu.h"
#include "ATen/ops/selu.h"
#include "ATen/ops/silu.h"
#include "ATen/ops/softplus.h"
#include "ATen/ops/tanh.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/nn/drawn_values.h"

namespace flow::core {
namespace {

at::Tensor Activate(Activation activation, double softplus_beta,
                    const at::Tensor& h) {
  switch (activation) {
    case Activation::kSilu:
      return at::silu(h);
    case Activation::kSelu:
      return at::selu(h);
    case Activation::kRelu:
      return at::relu(h);
    case Activation::kTanh:
      return at::tanh(h);
    case Activation::kGelu:
      return at::gelu(h);
    case Activation::kSoftplus:
      // h itself where b h > 20: less than 2e-10 of it is lost
      return at::softplus(h, softplus_beta);
    case Activation::kElu:
      return at::elu(h);
  }
  FLOW_CHECK(false) << "an activation without a function";
  return h;
}

}  // namespace

Parameters InitializeLinearLayers(absl::Span<const int64_t> widths, Seed seed) {
  Parameters parameters;
  for (size_t k = 0; k + 1 < widths.size(); ++k) {
    const int64_t inputs = widths[k], outputs = widths[k + 1];
    const std::string layer = absl::StrCat("layers.", k);
    parameters.push_back(
        {layer + ".weight", LinearStart(DeriveSeed(seed, layer, "weight"),
                                        {outputs, inputs}, inputs)});
    parameters.push_back(
        {layer + ".bias",
         LinearStart(DeriveSeed(seed, layer, "bias"), {outputs}, inputs)});
  }
  return parameters;
}

at::Tensor ApplyLinearLayers(const Parameters& parameters,
                             Activation activation, double softplus_beta,
                             const at::Tensor& h_0) {
  at::Tensor h = h_0;
  for (size_t k = 0; k < parameters.size(); k += 2) {
    if (k > 0) h = Activate(activation, softplus_beta, h);
    h = at::linear(h, parameters[k].value, parameters[k + 1].value);
  }
  return h;
}

}  // namespace flow::core
