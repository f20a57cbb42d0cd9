#ifndef FLOWLANG_LOWER_SEMIDISCRETE_STAGE_H_
#define FLOWLANG_LOWER_SEMIDISCRETE_STAGE_H_

#include "absl/status/statusor.h"
#include "core/coupling/semidiscrete_coupling.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Fits the dual weights of a semi-discrete coupling and writes the stage's
/// targets.safetensors: `points` float32 [M, D], `weights` float64 [M], and
/// `labels` int64 [M] where the target has classes. The record says how far the
/// shares of the targets are from equal, and the value of the dual.
/// InvalidArgument when the target is not a finite set.
absl::StatusOr<nlohmann::ordered_json> RunSemidiscreteStage(
    const FitSemidiscreteStage& work, const StageContext& context);

/// What the stage in `folder` wrote.
absl::StatusOr<core::WeightedTargets> LoadTargets(const std::string& folder);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_SEMIDISCRETE_STAGE_H_
