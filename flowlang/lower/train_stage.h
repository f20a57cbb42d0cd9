#ifndef FLOWLANG_LOWER_TRAIN_STAGE_H_
#define FLOWLANG_LOWER_TRAIN_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Trains, from the last checkpoint if there is one. Leaves in the stage's
/// folder checkpoint.safetensors (everything to go on from) and
/// weights.safetensors (the weights to evaluate, under PyTorch's names).
/// Returns what done.json says: steps, wall_seconds, steps_per_second,
/// resumed_at_step.
absl::StatusOr<nlohmann::ordered_json> RunTrainStage(
    const TrainVelocityStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAIN_STAGE_H_
