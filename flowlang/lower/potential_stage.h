#ifndef FLOWLANG_LOWER_POTENTIAL_STAGE_H_
#define FLOWLANG_LOWER_POTENTIAL_STAGE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "core/coupling/coupling.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Trains the potential as RunTraining says, on -J, with a guard against
/// divergence. The record also has `dual`: of the last batches the value J, how
/// far inner minimisations were from stationary, and by how much they lay above
/// what the batch's own source points would have given. Errors: those of the
/// guard.
absl::StatusOr<nlohmann::ordered_json> RunPotentialStage(
    const FitPotentialStage& work, const StageContext& context);

/// The coupling by the potential that the plan's stage `made` left.
absl::StatusOr<std::shared_ptr<const core::Coupling>> LoadSemidualCoupling(
    const std::string& made, const federated::SemidualOptions& options,
    const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_POTENTIAL_STAGE_H_
