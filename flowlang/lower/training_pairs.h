#ifndef FLOWLANG_LOWER_TRAINING_PAIRS_H_
#define FLOWLANG_LOWER_TRAINING_PAIRS_H_

#include <memory>
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
};

/// The pairs of a training, of each client where it is a federation's, else as
/// those of one client of weight 1: those that an earlier stage made with a
/// flow, those of a block and its pool, or what the coupling makes of fresh
/// points of both ends. `context` is that of the training, whose own pairs are
/// those of its own seed; another seed gives others of the same law. Pairs that
/// cost something are made ahead where there is a thread for it.
absl::StatusOr<std::vector<PairsOfClient>> MakePairs(
    const TrainVelocityStage& work, const StageContext& context, Seed seed);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAINING_PAIRS_H_
