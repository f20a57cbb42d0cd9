#ifndef FLOWLANG_LOWER_SHARED_TRAINING_H_
#define FLOWLANG_LOWER_SHARED_TRAINING_H_

/// A training whose batches a group of processes share: how they begin and end
/// it together. Rank 0's word counts: which stages have finished, where the
/// training goes on, and which weights came out. All processes call the same
/// functions in the same order.

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/processes/process_group.h"
#include "core/train/trainer.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Whether the stage of `context` is trained by a group.
bool IsShared(const StageContext& context);

/// The record of a shared training, given this process's own from an earlier
/// call, if there is one: nullopt when rank 0 has not finished it, so that all
/// train. Otherwise all have rank 0's weights afterwards.
absl::StatusOr<std::optional<nlohmann::ordered_json>> SharedRecord(
    std::optional<nlohmann::ordered_json> own, const StageContext& context);

/// Puts every process's trainer where rank 0's is.
absl::Status ShareState(core::Trainer* trainer, core::ProcessGroup* group);

/// Gives every process the weights that rank 0 has left in the stage's folder.
/// Where others are, of a run that was lost, what later stages made of them
/// goes.
absl::Status ShareWeights(const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_SHARED_TRAINING_H_
