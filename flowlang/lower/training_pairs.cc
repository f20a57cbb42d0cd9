#include "flowlang/lower/training_pairs.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/coupling/acceleration_coupling.h"
#include "core/coupling/make_coupling.h"
#include "core/device/device_sinkhorn.h"
#include "core/path/path_facts.h"
#include "core/train/batch_source.h"
#include "core/train/cached_pairs.h"
#include "core/train/prefetched_batches.h"
#include "core/train/switched_batches.h"
#include "field_matching/field_batches.h"
#include "flowlang/lower/clients.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/field_pairs.h"
#include "flowlang/lower/fixed_velocity.h"
#include "flowlang/lower/make_pairs_stage.h"
#include "flowlang/lower/measure_sizes_stage.h"
#include "flowlang/lower/pool_files.h"
#include "flowlang/lower/potential_stage.h"
#include "flowlang/lower/semidiscrete_stage.h"
#include "flowlang/plan/stage_work.h"
#include "local_flow/diffused_pools.h"
#include "local_flow/pool_batches.h"

namespace flow::lang {
namespace {

// In a batch: pictures, as a rule, which come from files.
constexpr int64_t kManyNumbers = int64_t{1} << 16;

absl::StatusOr<std::shared_ptr<const core::Coupling>> MakeCouplingOf(
    const TrainVelocityStage& work, const StageContext& context) {
  const core::CouplingOptions& options = work.coupling;
  if (work.acceleration) {
    FLOW_ASSIGN_OR_RETURN(auto velocity, LoadFixedVelocity(work, context));
    return std::make_shared<core::AccelerationCoupling>(
        core::MakeCoupling(options), std::move(velocity), *work.acceleration);
  }
  if (work.semidual) {
    return LoadSemidualCoupling(context.stage().inputs[0], *work.semidual,
                                context);
  }
  if (context.device != nullptr && core::DeviceSinkhorn::CanCouple(options)) {
    return std::make_shared<core::DeviceSinkhorn>(
        std::get<core::MinibatchOtOptions>(options), context.device);
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

// The steps of a client that takes part now and then are those of one round.
int64_t StretchOf(const TrainVelocityStage& work) {
  if (!work.federation || work.federation->clients == 1) return 0;
  const bool is_steady = work.federation->local.steps == 1 &&
                         work.federation->participation.fraction == 1;
  return is_steady ? 0 : work.federation->local.steps;
}

core::BatchOptions OptionsOf(const TrainVelocityStage& work) {
  const int64_t size =
      work.field ? field_matching::RowsOfStep(*work.field, work.train.batch)
                 : work.train.batch;
  return {.size = size,
          .noise = core::UsesNoise(work.path),
          .coupled = CoupledAtOnce(work.coupling),
          .time_law = work.train.time_law,
          .times_per_pair = work.train.times_per_pair,
          .label_drop = work.label_drop,
          .stretch = StretchOf(work),
          .draws = RecordLevelOf(work) != nullptr ? core::Draws::kDistinctInStep
                                                  : work.train.draws};
}

using Pairs = std::vector<PairsOfClient>;
using TargetPointer = std::shared_ptr<const core::Distribution>;
using PoolPair = std::pair<core::RowStore, core::RowStore>;

std::optional<int64_t> PointsOf(const TargetPointer& target) {
  return target->size();
}
std::optional<int64_t> PointsOf(const core::RowStore& pool) {
  return pool.rows();
}
std::optional<int64_t> PointsOf(const PoolPair& pools) {
  return pools.first.rows();
}

// That there is a batch without replacement where one is asked for.
absl::Status CheckBatch(int64_t client, std::optional<int64_t> points,
                        const TrainVelocityStage& work) {
  if (RecordLevelOf(work) == nullptr ||
      points.value_or(0) >= work.train.batch) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "client ", client, " has ",
      points ? absl::StrCat(*points, " points") : "no number of points",
      ", and under federation.privacy.record_level a batch takes ",
      work.train.batch,
      " without replacement; a smaller train.batch or a partition that is more "
      "even may help"));
}

// The pairs of every client, each made by `make` of what is the client's own;
// one has all of it where there is no federation.
template <typename Own, typename Make>
absl::StatusOr<Pairs> OfEach(const std::vector<Own>& own,
                             const std::vector<double>& weights, Seed seed,
                             const TrainVelocityStage& work, bool is_costly,
                             const Make& make) {
  Pairs clients;
  for (size_t i = 0; i < own.size(); ++i) {
    const std::optional<int64_t> points = PointsOf(own[i]);
    FLOW_RETURN_IF_ERROR(CheckBatch(i, points, work));
    clients.push_back(
        {make(own[i], SeedOfClient(seed, i)), weights[i], points, is_costly});
  }
  return clients;
}

// That a client makes which takes part in every round.
int64_t StepsOfClient(const TrainVelocityStage& work) {
  const int64_t in_round =
      work.federation ? work.federation->StepsInRound() : 1;
  return work.train.steps * in_round;
}

absl::StatusOr<Pairs> CachedPairsOf(const TrainVelocityStage& work,
                                    const StageContext& context, Seed seed) {
  FLOW_ASSIGN_OR_RETURN(FlowPairs pairs,
                        LoadPairs(context.stage().inputs[0], context));
  return Pairs{{std::make_shared<core::CachedPairs>(
      core::RowStore(std::move(pairs.x0_nd)),
      core::RowStore(std::move(pairs.x1_nd)), OptionsOf(work), seed)}};
}

// How the target is divided; not at all without a federation.
using Division = std::optional<federated::TargetDivision>;

absl::StatusOr<Division> DivisionOf(const TrainVelocityStage& work,
                                    const Ends& ends,
                                    const StageContext& context) {
  if (!work.federation) return Division();
  return DivideTarget(*work.federation, ends, context.plan.seed);
}

absl::StatusOr<Division> DivisionOf(const TrainVelocityStage& work,
                                    const StageContext& context) {
  if (!work.federation) return Division();
  FLOW_ASSIGN_OR_RETURN(const Ends ends,
                        MakeEnds(work.ends, context.plan.seed));
  return DivisionOf(work, ends, context);
}

std::vector<double> WeightsOf(const TrainVelocityStage& work,
                              const Division& division) {
  if (!division) return {1};
  return ClientWeights(*work.federation, *division);
}

std::vector<core::RowStore> Divide(core::RowStore pool,
                                   const Division& division) {
  if (!division) return {std::move(pool)};
  return PoolsOfClients(*division, pool);
}

absl::StatusOr<Pairs> BlockPairsOf(const TrainVelocityStage& work,
                                   const StageContext& context, Seed seed) {
  FLOW_ASSIGN_OR_RETURN(core::RowStore pool,
                        LoadPoolOfInput(work.blocks[0].pool, context));
  std::vector<local_flow::BlockOptions> blocks;
  for (const ChainBlock& block : work.blocks) {
    FLOW_ASSIGN_OR_RETURN(blocks.emplace_back(),
                          OptionsOfBlock(block, context));
  }
  FLOW_ASSIGN_OR_RETURN(const Division division, DivisionOf(work, context));
  const bool is_costly =
      blocks[0].coupling == local_flow::LocalCoupling::kMinibatchOt;
  const auto make = [&](const core::RowStore& own, Seed own_seed) {
    return std::make_shared<local_flow::PoolBatches>(
        local_flow::DiffusedPools(own, blocks), OptionsOf(work), own_seed);
  };
  return OfEach(Divide(std::move(pool), division), WeightsOf(work, division),
                seed, work, is_costly, make);
}

// Row by row, from the noisy end of a group of blocks to its clean one.
absl::StatusOr<Pairs> GroupPairsOf(const TrainVelocityStage& work,
                                   const StageContext& context, Seed seed) {
  const std::vector<std::string>& inputs = context.stage().inputs;
  const PoolOptions& options = *work.pool_of_group;
  FLOW_ASSIGN_OR_RETURN(core::RowStore noisy,
                        LoadPool(inputs.back(), options, context));
  FLOW_ASSIGN_OR_RETURN(core::RowStore clean,
                        LoadPool(inputs[0], options, context));
  FLOW_ASSIGN_OR_RETURN(const Division division, DivisionOf(work, context));
  const std::vector<core::RowStore> of_noisy =
      Divide(std::move(noisy), division);
  const std::vector<core::RowStore> of_clean =
      Divide(std::move(clean), division);
  std::vector<PoolPair> own;
  for (size_t i = 0; i < of_noisy.size(); ++i) {
    own.emplace_back(of_noisy[i], of_clean[i]);
  }
  const auto make = [&](const auto& ends, Seed own_seed) {
    return std::make_shared<core::CachedPairs>(ends.first, ends.second,
                                               OptionsOf(work), own_seed);
  };
  return OfEach(own, WeightsOf(work, division), seed, work,
                /*is_costly=*/false, make);
}

// Coupled as the training says, for the share of it that it says.
std::shared_ptr<const core::Batches> CoupledBatches(
    const Ends& ends, std::shared_ptr<const core::Coupling> coupling, Seed seed,
    const TrainVelocityStage& work) {
  const auto couple = [&](std::shared_ptr<const core::Coupling> by) {
    return std::make_shared<core::BatchSource>(
        ends.source, ends.target, std::move(by), OptionsOf(work), seed);
  };
  if (!work.then_local_after) return couple(std::move(coupling));
  const auto steps = static_cast<double>(StepsOfClient(work));
  return std::make_shared<core::SwitchedBatches>(
      couple(std::move(coupling)),
      couple(core::MakeCoupling(core::MinibatchOtOptions())),
      std::llround(*work.then_local_after * steps));
}

absl::StatusOr<Pairs> CoupledPairsOf(const TrainVelocityStage& work,
                                     const StageContext& context, Seed seed) {
  FLOW_ASSIGN_OR_RETURN(const Ends ends,
                        MakeEnds(work.ends, context.plan.seed));
  FLOW_ASSIGN_OR_RETURN(const std::shared_ptr<const core::Coupling> coupling,
                        MakeCouplingOf(work, context));
  FLOW_ASSIGN_OR_RETURN(const Division division,
                        DivisionOf(work, ends, context));
  const std::vector<TargetPointer> targets =
      division ? division->laws() : std::vector{ends.target};
  const auto make = [&](const TargetPointer& target, Seed own_seed) {
    return CoupledBatches({ends.source, target}, coupling, own_seed, work);
  };
  const bool is_costly = coupling->is_costly() || work.field ||
                         work.train.batch * context.plan.dim >= kManyNumbers;
  FLOW_ASSIGN_OR_RETURN(Pairs pairs, OfEach(targets, WeightsOf(work, division),
                                            seed, work, is_costly, make));
  if (work.field) {
    ClientBatches batches;
    for (const PairsOfClient& own : pairs) batches.push_back(own.batches);
    FLOW_ASSIGN_OR_RETURN(batches,
                          ToFields(batches, ends, work, context, seed));
    for (size_t i = 0; i < pairs.size(); ++i) pairs[i].batches = batches[i];
  }
  return pairs;
}

}  // namespace

absl::StatusOr<std::vector<PairsOfClient>> MakePairs(
    const TrainVelocityStage& work, const StageContext& context, Seed seed) {
  if (work.on_flow_pairs) return CachedPairsOf(work, context, seed);
  if (work.pool_of_group) return GroupPairsOf(work, context, seed);
  return work.blocks.empty() ? CoupledPairsOf(work, context, seed)
                             : BlockPairsOf(work, context, seed);
}

void MakeAhead(const TrainVelocityStage& work, const StageContext& context,
               std::vector<PairsOfClient>* pairs) {
  if (pairs->size() > 1) return;
  PairsOfClient& own = pairs->front();
  if (!own.is_costly || context.pool->threads() < 2) return;
  own.batches = std::make_shared<core::PrefetchedBatches>(
      std::move(own.batches), StepsOfClient(work), /*threads=*/1);
}

}  // namespace flow::lang
