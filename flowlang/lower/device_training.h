#ifndef FLOWLANG_LOWER_DEVICE_TRAINING_H_
#define FLOWLANG_LOWER_DEVICE_TRAINING_H_

/// Trainings of velocities on a device, in whole batches.

#include <memory>

#include "absl/status/status.h"
#include "core/device/device.h"
#include "core/train/batch.h"
#include "core/train/regression_objective.h"
#include "flowlang/lower/stage_context.h"
#include "flowlang/lower/trained_weights.h"
#include "flowlang/lower/training_run.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// InvalidArgument for a plan with a training that no device does, with its
/// stage and the reason. Potentials are trained by the host whatever the
/// device.
absl::Status CheckForDevice(const ExperimentPlan& plan,
                            const core::Device& device);

/// What `pairs` are to a training on context.device (device_problems.h), for
/// which CheckForDevice has nothing to say. They are made ahead by all threads
/// of the pool, since the host has nothing else to do, but for those whose
/// stretches would fill more than a gigabyte there.
std::shared_ptr<const core::Batches> MakeDeviceProblems(
    const TrainVelocityStage& work, std::shared_ptr<const core::Batches> pairs,
    std::shared_ptr<const core::RegressionObjective> objective,
    const StageContext& context);

/// The training of `work` on such problems.
TrainingRun MakeDeviceTraining(
    const TrainVelocityStage& work, const TrainedWeights& trained,
    std::shared_ptr<const core::RegressionObjective> objective,
    std::shared_ptr<const core::Batches> problems, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_DEVICE_TRAINING_H_
