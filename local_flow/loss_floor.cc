#include "local_flow/loss_floor.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/path/make_path.h"
#include "core/path/path_facts.h"
#include "local_flow/block_marginal.h"
#include "local_flow/pool_batches.h"

namespace flow::local_flow {
namespace {

constexpr int64_t kPairs = 20000;

}  // namespace

double LossFloor(const std::vector<core::GaussianComponent>& mixture,
                 const BlockOptions& block, const core::PathOptions& path,
                 const core::TimeLawOptions& time_law, Seed seed) {
  const core::MixtureMarginal marginal = BlockMarginal(mixture, block, path);
  const auto law = core::GaussianMixture::Create(mixture);
  FLOW_CHECK(law.ok()) << law.status();
  const at::Tensor pool_md =
      (*law)->Draw(kPairs, DeriveSeed(seed, "floor_pool")).x_nd;
  const core::BatchOptions options = {
      .size = kPairs, .noise = core::UsesNoise(path), .time_law = time_law};
  const PoolBatches batches({{core::RowStore(pool_md), block}}, options,
                            DeriveSeed(seed, "floor_pairs"));
  const absl::StatusOr<core::Batch> batch = batches.Get(0);
  FLOW_CHECK(batch.ok()) << batch.status();
  const core::PathPoint point = core::MakePath(path)->At(
      batch->x0_bd, batch->x1_bd, batch->t_b, batch->noise_bd);
  const at::Tensor exact_bd =
      marginal.Velocity(point.x_bd.to(at::kDouble), batch->t_b);
  return (point.velocity_bd.to(at::kDouble) - exact_bd)
      .square()
      .mean()
      .item<double>();
}

}  // namespace flow::local_flow
