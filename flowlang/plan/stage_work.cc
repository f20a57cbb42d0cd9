#include "flowlang/plan/stage_work.h"

#include <algorithm>
#include <optional>
#include <variant>

namespace flow::lang {
namespace {

using Federation = std::optional<federated::FederationOptions>;

// Of a training; null of all other stages.
const Federation* FederationOf(const Stage& stage) {
  if (const auto* work = std::get_if<TrainVelocityStage>(&stage.work)) {
    return &work->federation;
  }
  const auto* work = std::get_if<FitPotentialStage>(&stage.work);
  return work != nullptr ? &work->federation : nullptr;
}

}  // namespace

bool IsTraining(const Stage& stage) { return FederationOf(stage) != nullptr; }

const federated::FederationOptions* TrainedOver(const Stage& stage) {
  const Federation* federation = FederationOf(stage);
  return federation != nullptr && *federation ? &**federation : nullptr;
}

bool IsForClients(const Stage& stage) {
  return IsForTraining(stage) &&
         !std::holds_alternative<MakePairsStage>(stage.work) &&
         !std::holds_alternative<LoadWeightsStage>(stage.work);
}

bool IsForTraining(const Stage& stage) {
  return !std::holds_alternative<SampleStage>(stage.work) &&
         !std::holds_alternative<EvaluateStage>(stage.work);
}

bool IsSharedByGroups(const Stage& stage) {
  if (const auto* work = std::get_if<EvaluateStage>(&stage.work)) {
    return NeedsFeatures(*work);
  }
  return std::holds_alternative<TrainVelocityStage>(stage.work) ||
         std::holds_alternative<SampleStage>(stage.work);
}

bool NeedsFeatures(const EvaluateStage& work) {
  return std::any_of(work.metrics.begin(), work.metrics.end(),
                     core::NeedsFeatures);
}

const federated::RecordLevelOptions* RecordLevelOf(
    const TrainVelocityStage& work) {
  return work.federation ? federated::RecordLevelOf(work.federation->privacy)
                         : nullptr;
}

}  // namespace flow::lang
