#include "local_flow/pool_batches.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/roll.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/coupling/coupling.h"
#include "core/coupling/minibatch_ot.h"
#include "core/tensor/random_tensor.h"

namespace flow::local_flow {
namespace {

using core::Batch;

// Of a plan that is solved for a batch there is one a step.
int64_t StretchSteps(const BlockOptions& block,
                     const core::BatchOptions& options, int64_t dim) {
  const bool rowwise = block.coupling == LocalCoupling::kDependent ||
                       block.coupling == LocalCoupling::kIndependent;
  return rowwise ? core::StepsAtOnce(options, dim) : 1;
}

}  // namespace

PoolBatches::PoolBatches(at::Tensor pool_md, const BlockOptions& block,
                         core::BatchOptions options, Seed seed)
    : pool_md_(std::move(pool_md)),
      block_(block),
      options_(options),
      seed_(seed),
      steps_(StretchSteps(block, options, pool_md_.size(-1))) {
  FLOW_CHECK(pool_md_.dim() == 2 && pool_md_.size(0) >= 1)
      << "a pool of points";
}

absl::StatusOr<Batch> PoolBatches::MakePairs(int64_t index) const {
  const int64_t rows = steps_ * options_.size;
  const auto draw = [&](absl::string_view name) {
    return pool_md_.index_select(
        0, core::IndexTensor(DeriveSeed(seed_, name, index), pool_md_.size(0),
                             rows));
  };
  Batch batch;
  batch.x1_bd = draw("point");
  at::Tensor kept_bd = batch.x1_bd;
  if (block_.coupling == LocalCoupling::kIndependent) {
    kept_bd = draw("other_point");
  } else if (block_.coupling == LocalCoupling::kShuffled) {
    // the rows are independent draws, so that the next one is as good as any
    kept_bd = at::roll(batch.x1_bd, 1, 0);
  }
  const at::Tensor z_bd = core::NormalTensor(
      DeriveSeed(seed_, "diffusion", index), rows, pool_md_.size(1));
  batch.x0_bd = block_.diffusion.keep * kept_bd + block_.diffusion.noise * z_bd;
  batch.coupling.cost = core::MeanSquaredDistance(batch.x0_bd, batch.x1_bd);
  if (block_.coupling != LocalCoupling::kMinibatchOt) return batch;
  FLOW_ASSIGN_OR_RETURN(
      const core::Pairs pairs,
      core::MinibatchOt({}).Couple({batch.x0_bd}, {batch.x1_bd},
                                   DeriveSeed(seed_, "coupling", index)));
  batch.x0_bd = batch.x0_bd.index_select(0, pairs.source_b);
  batch.x1_bd = batch.x1_bd.index_select(0, pairs.target_b);
  batch.coupling = pairs.report;
  return batch;
}

absl::StatusOr<core::Stretch> PoolBatches::GetStretch(int64_t step) const {
  const int64_t index = step / steps_;
  FLOW_ASSIGN_OR_RETURN(Batch pairs, MakePairs(index));
  return core::Stretch{
      index * steps_, steps_,
      core::WithTimes(std::move(pairs), options_, seed_, index)};
}

}  // namespace flow::local_flow
