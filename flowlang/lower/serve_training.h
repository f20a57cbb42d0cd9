#ifndef FLOWLANG_LOWER_SERVE_TRAINING_H_
#define FLOWLANG_LOWER_SERVE_TRAINING_H_

/// A training of a run whose clients are in several processes: what its server
/// and its workers do at the beginning and at the end of it.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "federated/rounds/clients.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// What a training is called between processes: the name and the hash of its
/// stage.
std::string TrainingName(const Stage& stage);

/// The worker's part: serves `clients`, null where the training asks none,
/// until the server has trained, and leaves the weights where RunTraining
/// leaves them. Where other weights are there, of a run that was lost, what
/// later stages made of them goes. Returns the stage's record.
absl::StatusOr<nlohmann::ordered_json> ServeTraining(
    federated::Clients* clients, const StageContext& context);

/// The server's part in a training that it has finished in an earlier call:
/// gives its workers the weights.
absl::Status HandOutWeights(const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_SERVE_TRAINING_H_
