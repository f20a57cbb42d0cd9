#include "core/nn/mlp.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/cat.h"
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
#include "core/nn/time_embedding.h"

namespace flow::core {
namespace {

at::Tensor Activate(const MlpOptions& options, const at::Tensor& h) {
  switch (options.activation) {
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
      return at::softplus(h, options.softplus_beta);
    case Activation::kElu:
      return at::elu(h);
  }
  FLOW_CHECK(false) << "an activation without a function";
  return h;
}

}  // namespace

Mlp::Mlp(const MlpOptions& options)
    : options_(options), points_(options.point_embedding, options.dim) {
  FLOW_CHECK(options.dim >= 1 && !options.hidden.empty())
      << "the plan gives the dimension and the hidden layers";
}

Parameters Mlp::Initialize(Seed seed) const {
  Parameters parameters;
  int64_t inputs = InputWidth(options_);
  std::vector<int64_t> widths = options_.hidden;
  widths.push_back(OutputWidth(options_));
  for (size_t k = 0; k < widths.size(); ++k) {
    const double bound = 1 / std::sqrt(static_cast<double>(inputs));
    const auto uniform = [bound](double u) { return bound * (2 * u - 1); };
    const std::string layer = absl::StrCat("layers.", k);
    parameters.push_back(
        {layer + ".weight", DrawnValues(DeriveSeed(seed, layer, "weight"),
                                        {widths[k], inputs}, uniform)});
    parameters.push_back(
        {layer + ".bias",
         DrawnValues(DeriveSeed(seed, layer, "bias"), {widths[k]}, uniform)});
    inputs = widths[k];
  }
  return parameters;
}

at::Tensor Mlp::Outputs(const Parameters& parameters, const at::Tensor& x_bd,
                        const at::Tensor& t_b,
                        const at::Tensor& label_b) const {
  FLOW_CHECK(parameters.size() == 2 * options_.hidden.size() + 2)
      << "a weight and a bias a layer";
  FLOW_CHECK(options_.classes == 0 || label_b.defined())
      << "labels where there are classes";
  std::vector<at::Tensor> inputs = {points_.Embed(x_bd),
                                    EmbedTime(t_b, options_.time_embedding)};
  if (options_.classes > 0) {
    const at::Tensor class_c = at::arange(options_.classes, label_b.options());
    inputs.push_back(label_b.unsqueeze(1).eq(class_c).to(x_bd.scalar_type()));
  }
  at::Tensor h = at::cat(inputs, 1);
  for (size_t k = 0; k < parameters.size(); k += 2) {
    if (k > 0) h = Activate(options_, h);
    h = at::linear(h, parameters[k].value, parameters[k + 1].value);
  }
  return h;
}

}  // namespace flow::core
