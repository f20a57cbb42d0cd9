#include "core/nn/mlp.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "core/base/check.h"
#include "core/nn/linear_layers.h"
#include "core/nn/time_embedding.h"

namespace flow::core {

Mlp::Mlp(const MlpOptions& options)
    : options_(options), points_(options.point_embedding, options.dim) {
  FLOW_CHECK(options.dim >= 1 && !options.hidden.empty())
      << "the plan gives the dimension and the hidden layers";
}

Parameters Mlp::Initialize(Seed seed) const {
  std::vector<int64_t> widths = {InputWidth(options_)};
  widths.insert(widths.end(), options_.hidden.begin(), options_.hidden.end());
  widths.push_back(OutputWidth(options_));
  return InitializeLinearLayers(widths, seed);
}

at::Tensor Mlp::Outputs(const Parameters& parameters,
                        const NetworkInput& input) const {
  FLOW_CHECK(parameters.size() == 2 * options_.hidden.size() + 2)
      << "a weight and a bias a layer";
  FLOW_CHECK(options_.classes == 0 || input.label_b.defined())
      << "labels where there are classes";
  std::vector<at::Tensor> inputs = {
      points_.Embed(input.x_bd), EmbedTime(input.t_b, options_.time_embedding)};
  if (options_.classes > 0) {
    const at::Tensor class_c =
        at::arange(options_.classes, input.label_b.options());
    inputs.push_back(
        input.label_b.unsqueeze(1).eq(class_c).to(input.x_bd.scalar_type()));
  }
  return ApplyLinearLayers(parameters, options_.activation,
                           options_.softplus_beta, at::concat(inputs, 1));
}

}  // namespace flow::core
