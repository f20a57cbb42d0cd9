#ifndef FLOWLANG_LOWER_SHARED_STAGE_H_
#define FLOWLANG_LOWER_SHARED_STAGE_H_

/// A stage whose work a group of processes share: the rows of a training's
/// batches, the points of samples, the images that features are made of; and
/// how they begin and end it together. Rank 0's word counts: which stages have
/// finished, where a training goes on, and which weights came out. All
/// processes call the same functions in the same order.

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/ode/transport.h"
#include "core/processes/process_group.h"
#include "core/train/trainer.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Whether a group shares the stage of `context`.
bool IsShared(const StageContext& context);

/// The record of a shared stage, given this process's own from an earlier call,
/// if there is one: nullopt when rank 0 has not finished it, so that all are
/// at it. Otherwise all have rank 0's weights afterwards, of a training.
absl::StatusOr<std::optional<nlohmann::ordered_json>> SharedRecord(
    std::optional<nlohmann::ordered_json> own, const StageContext& context);

/// Puts every process's trainer where rank 0's is.
absl::Status ShareState(core::Trainer* trainer, core::ProcessGroup* group);

/// Gives every process the weights that rank 0 has left in the stage's folder.
/// Where others are, of a run that was lost, what later stages made of them
/// goes.
absl::Status ShareWeights(const StageContext& context);

/// `transport`, whose points the processes share where they share the stage
/// (core/processes/shared_transport.h, whose conditions these are).
std::unique_ptr<core::Transport> ShareTransport(
    std::unique_ptr<core::Transport> transport, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_SHARED_STAGE_H_
