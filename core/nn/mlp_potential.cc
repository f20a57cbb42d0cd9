#include "core/nn/mlp_potential.h"

#include <vector>

#include "core/base/check.h"
#include "core/nn/linear_layers.h"

namespace flow::core {

MlpPotential::MlpPotential(const MlpPotentialOptions& options)
    : options_(options) {
  FLOW_CHECK(options.dim >= 1 && !options.hidden.empty())
      << "the plan gives the dimension and the hidden layers";
}

Parameters MlpPotential::Initialize(Seed seed) const {
  std::vector<int64_t> widths = {options_.dim};
  widths.insert(widths.end(), options_.hidden.begin(), options_.hidden.end());
  widths.push_back(1);
  return InitializeLinearLayers(widths, seed);
}

at::Tensor MlpPotential::Values(const Parameters& parameters,
                                const at::Tensor& x_bd) const {
  FLOW_CHECK(parameters.size() == 2 * options_.hidden.size() + 2)
      << "a weight and a bias a layer";
  return ApplyLinearLayers(parameters, options_.activation,
                           options_.softplus_beta, x_bd)
      .squeeze(1);
}

}  // namespace flow::core
