#include "local_flow/block_marginal.h"

#include <cmath>
#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/path/path_columns.h"

namespace flow::local_flow {

std::vector<core::GaussianComponent> Diffused(
    std::vector<core::GaussianComponent> mixture, const Diffusion& diffusion) {
  for (core::GaussianComponent& component : mixture) {
    for (double& coordinate : component.mean) coordinate *= diffusion.keep;
    component.std = std::hypot(diffusion.keep * component.std, diffusion.noise);
  }
  return mixture;
}

core::MixtureMarginal BlockMarginal(
    const std::vector<core::GaussianComponent>& mixture,
    const BlockOptions& block, const core::PathOptions& path) {
  FLOW_CHECK(block.coupling != LocalCoupling::kMinibatchOt)
      << "no closed form of a coupling by optimal transport";
  if (block.coupling != LocalCoupling::kDependent) {
    return {Diffused(mixture, block.diffusion), mixture, path};
  }
  const std::vector<double> zero(mixture[0].mean.size(), 0);
  return {{{1, zero, 1}},
          mixture,
          [path, diffusion = block.diffusion](const at::Tensor& t_b) {
            core::PathColumns columns = core::PathColumnsAt(path, t_b);
            columns.target_b1 =
                columns.target_b1 + diffusion.keep * columns.source_b1;
            columns.target_rate_b1 = columns.target_rate_b1 +
                                     diffusion.keep * columns.source_rate_b1;
            columns.source_b1 = diffusion.noise * columns.source_b1;
            columns.source_rate_b1 = diffusion.noise * columns.source_rate_b1;
            return columns;
          }};
}

}  // namespace flow::local_flow
