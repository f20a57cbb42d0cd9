#ifndef FLOWLANG_LOWER_TRAINING_PAIRS_H_
#define FLOWLANG_LOWER_TRAINING_PAIRS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/train/batch.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// What a client trains on, and how much it counts.
struct PairsOfClient {
  std::shared_ptr<const core::Batches> batches;
  double weight = 1;
  // that its pairs are drawn from: the client's of a finite target, or its rows
  // of a pool; empty for a law
  std::optional<int64_t> points = std::nullopt;
  bool is_costly = false;  // a batch costs more than its rows
};

/// The pairs of a training, of each client where it is a federation's, else as
/// those of one client of weight 1: those that an earlier stage made with a
/// flow, those of a block and its pool, or what the coupling makes of fresh
/// points of both ends. `context` is that of the training, whose own pairs are
/// those of its own seed; another seed gives others of the same law.
///
/// Under record-level privacy no point is in two pairs of a batch; then
/// FailedPrecondition where a client has fewer points than a batch.
absl::StatusOr<std::vector<PairsOfClient>> MakePairs(
    const TrainVelocityStage& work, const StageContext& context, Seed seed);

/// Has the batches of the training's steps made ahead by a thread of their own,
/// to the same bits, where they cost something, a coupling or points of many
/// numbers, and the pool has a second one; those of several clients are made on
/// a thread each already.
void MakeAhead(const TrainVelocityStage& work, const StageContext& context,
               std::vector<PairsOfClient>* pairs);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAINING_PAIRS_H_
