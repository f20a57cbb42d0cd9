#ifndef FLOWLANG_PLAN_STAGE_WORK_H_
#define FLOWLANG_PLAN_STAGE_WORK_H_

/// What those who run a plan ask of its stages.

#include <algorithm>
#include <variant>

#include "federated/privacy/privacy_options.h"
#include "federated/rounds/federation_options.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// Whether the stage trains a network.
bool IsTraining(const Stage& stage);

/// The federation that a training is one over; null of all other stages.
const federated::FederationOptions* TrainedOver(const Stage& stage);

/// Whether the clients of a federation need what the stage makes, or train in
/// it: not what is made of a trained flow.
bool IsForClients(const Stage& stage);

/// The record-level privacy that a training has; null without.
const federated::RecordLevelOptions* RecordLevelOf(
    const TrainVelocityStage& work);

/// Whether a training may need what the stage makes, or is it: not what is made
/// of a trained flow alone.
bool IsForTraining(const Stage& stage);

/// Whether the processes of a group share the stage's work: the training of a
/// velocity, the points of samples, the images that features are made of.
bool IsSharedByGroups(const Stage& stage);

/// Whether the stage measures a metric of the features of images.
bool NeedsFeatures(const EvaluateStage& work);

/// Whether the stage measures a metric of these options.
template <typename Options>
bool Measures(const EvaluateStage& work) {
  return std::any_of(work.metrics.begin(), work.metrics.end(),
                     [](const core::MetricOptions& metric) {
                       return std::holds_alternative<Options>(metric);
                     });
}

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_STAGE_WORK_H_
