#include "flowlang/lower/block_loss.h"

#include <cmath>
#include <variant>
#include <vector>

#include "core/path/path_facts.h"
#include "datasets/gaussian_components.h"
#include "local_flow/block_marginal.h"
#include "local_flow/loss_floor.h"

namespace flow::lang {

std::optional<double> BlockLossFloor(const TrainVelocityStage& work,
                                     Seed seed) {
  if (work.blocks.size() != 1) return std::nullopt;
  const ChainBlock& block = work.blocks[0];
  const bool is_plan =
      block.options.coupling == local_flow::LocalCoupling::kMinibatchOt;
  if (!block.kept || is_plan) return std::nullopt;
  // few pairs would make most of an estimate
  if (!core::HasFiniteEnergy(work.path)) return std::nullopt;
  if (!std::holds_alternative<core::ConstantWeightOptions>(work.train.weight)) {
    return std::nullopt;
  }
  const auto mixture = datasets::GaussianComponents(work.ends.target);
  if (!mixture) return std::nullopt;
  const double kept = *block.kept;
  const local_flow::Diffusion before = {kept, std::sqrt(1 - kept * kept)};
  return local_flow::LossFloor(local_flow::Diffused(*mixture, before),
                               block.options, work.path, work.train.time_law,
                               seed);
}

}  // namespace flow::lang
