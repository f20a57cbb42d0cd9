#include "flowlang/lower/training_pairs.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/status_macros.h"
#include "core/coupling/acceleration_coupling.h"
#include "core/coupling/make_coupling.h"
#include "core/path/path_facts.h"
#include "core/train/batch_source.h"
#include "core/train/cached_pairs.h"
#include "core/train/prefetched_batches.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/fixed_velocity.h"
#include "flowlang/lower/make_pairs_stage.h"
#include "flowlang/lower/measure_sizes_stage.h"
#include "flowlang/lower/pool_files.h"
#include "flowlang/lower/semidiscrete_stage.h"
#include "local_flow/diffused_pools.h"
#include "local_flow/pool_batches.h"

namespace flow::lang {
namespace {

absl::StatusOr<std::shared_ptr<const core::Coupling>> MakeCouplingOf(
    const TrainVelocityStage& work, const StageContext& context) {
  const core::CouplingOptions& options = work.coupling;
  if (work.acceleration) {
    FLOW_ASSIGN_OR_RETURN(auto velocity, LoadFixedVelocity(work, context));
    return std::make_shared<core::AccelerationCoupling>(
        core::MakeCoupling(options), std::move(velocity), *work.acceleration);
  }
  if (!std::holds_alternative<core::SemidiscreteOptions>(options)) {
    return core::MakeCoupling(options);
  }
  FLOW_ASSIGN_OR_RETURN(const std::string folder,
                        context.FolderOf(context.stage().inputs[0]));
  FLOW_ASSIGN_OR_RETURN(core::WeightedTargets targets, LoadTargets(folder));
  return core::MakeCoupling(options, std::move(targets));
}

int64_t CoupledAtOnce(const core::CouplingOptions& options) {
  const auto* ot = std::get_if<core::MinibatchOtOptions>(&options);
  return ot == nullptr ? 0 : ot->batch.value_or(0);
}

// What costs something is made ahead where there is a thread for it.
std::shared_ptr<const core::Batches> MadeAhead(
    std::shared_ptr<const core::Batches> batches, bool is_costly, int64_t steps,
    const StageContext& context) {
  if (!is_costly || context.pool->threads() < 2) return batches;
  return std::make_shared<core::PrefetchedBatches>(std::move(batches), steps);
}

core::BatchOptions OptionsOf(const TrainVelocityStage& work) {
  return {.size = work.train.batch,
          .noise = core::UsesNoise(work.path),
          .coupled = CoupledAtOnce(work.coupling),
          .time_law = work.train.time_law,
          .times_per_pair = work.train.times_per_pair,
          .label_drop = work.label_drop};
}

absl::StatusOr<std::shared_ptr<const core::Batches>> CachedPairsOf(
    const TrainVelocityStage& work, const StageContext& context, Seed seed) {
  FLOW_ASSIGN_OR_RETURN(FlowPairs pairs,
                        LoadPairs(context.stage().inputs[0], context));
  return std::make_shared<core::CachedPairs>(
      core::RowStore(std::move(pairs.x0_nd)),
      core::RowStore(std::move(pairs.x1_nd)), OptionsOf(work), seed);
}

absl::StatusOr<std::shared_ptr<const core::Batches>> BlockPairsOf(
    const TrainVelocityStage& work, const StageContext& context, Seed seed) {
  FLOW_ASSIGN_OR_RETURN(const core::RowStore pool,
                        LoadPoolOfInput(work.blocks[0].pool, context));
  std::vector<local_flow::BlockOptions> blocks;
  for (const ChainBlock& block : work.blocks) {
    FLOW_ASSIGN_OR_RETURN(blocks.emplace_back(),
                          OptionsOfBlock(block, context));
  }
  const bool is_costly =
      blocks[0].coupling == local_flow::LocalCoupling::kMinibatchOt;
  return MadeAhead(
      std::make_shared<local_flow::PoolBatches>(
          local_flow::DiffusedPools(pool, blocks), OptionsOf(work), seed),
      is_costly, work.train.steps, context);
}

// Row by row, from the noisy end of a group of blocks to its clean one.
absl::StatusOr<std::shared_ptr<const core::Batches>> GroupPairsOf(
    const TrainVelocityStage& work, const StageContext& context, Seed seed) {
  const std::vector<std::string>& inputs = context.stage().inputs;
  const PoolOptions& pool = *work.pool_of_group;
  FLOW_ASSIGN_OR_RETURN(core::RowStore noisy,
                        LoadPool(inputs.back(), pool, context));
  FLOW_ASSIGN_OR_RETURN(core::RowStore clean,
                        LoadPool(inputs[0], pool, context));
  return std::make_shared<core::CachedPairs>(std::move(noisy), std::move(clean),
                                             OptionsOf(work), seed);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const core::Batches>> MakePairs(
    const TrainVelocityStage& work, const StageContext& context, Seed seed) {
  if (work.on_flow_pairs) return CachedPairsOf(work, context, seed);
  if (!work.blocks.empty()) return BlockPairsOf(work, context, seed);
  if (work.pool_of_group) return GroupPairsOf(work, context, seed);
  FLOW_ASSIGN_OR_RETURN(Ends ends, MakeEnds(work.ends, context.plan.seed));
  FLOW_ASSIGN_OR_RETURN(auto coupling, MakeCouplingOf(work, context));
  const bool is_costly = coupling->is_costly();
  auto batches = std::make_shared<core::BatchSource>(
      std::move(ends.source), std::move(ends.target), std::move(coupling),
      OptionsOf(work), seed);
  return MadeAhead(std::move(batches), is_costly, work.train.steps, context);
}

}  // namespace flow::lang
