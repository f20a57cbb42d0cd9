#ifndef FLOWLANG_LOWER_PRIVACY_RECORD_H_
#define FLOWLANG_LOWER_PRIVACY_RECORD_H_

/// What a run's trainings tell of one record of the client that has the fewest,
/// as "privacy" of its result: under record-level privacy, where it depends on
/// what the partition came out as.

#include "absl/status/status.h"
#include "flowlang/lower/training_run.h"
#include "flowlang/plan/plan.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Of one training: the level, its settings, the noisy sums that a client
/// releases which takes part in every round, and the share of its points in
/// each. Null under another privacy and without one.
nlohmann::ordered_json PrivacyRecord(const TrainVelocityStage& work,
                                     const TrainingRun& run);

/// Adds a training's record to that of those before, `all`, null at first: sums
/// add up, and the share is the largest.
void AddPrivacy(const nlohmann::ordered_json& of_training,
                nlohmann::ordered_json* all);

/// Writes epsilon into the record of all trainings: federated::Epsilon of so
/// many sums by Sampling::kFixedSize, null where it is beyond double. Nothing
/// to do for null. Errors: those of Epsilon.
absl::Status AddEpsilon(nlohmann::ordered_json* all);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PRIVACY_RECORD_H_
