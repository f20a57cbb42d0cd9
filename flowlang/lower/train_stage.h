#ifndef FLOWLANG_LOWER_TRAIN_STAGE_H_
#define FLOWLANG_LOWER_TRAIN_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "flowlang/lower/training_run.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// What RunTrainStage trains.
absl::StatusOr<TrainingRun> MakeTraining(const TrainVelocityStage& work,
                                         const StageContext& context);

/// Trains as RunTraining says; of a block, the record also has the least that
/// its loss could be.
absl::StatusOr<nlohmann::ordered_json> RunTrainStage(
    const TrainVelocityStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAIN_STAGE_H_
