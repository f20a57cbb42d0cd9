#ifndef FLOWLANG_LOWER_PUSH_BLOCK_STAGE_H_
#define FLOWLANG_LOWER_PUSH_BLOCK_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Pushes the pool of a block from its clean end to its noisy one, and keeps
/// where the points ended in files (pool_files.h). A run that was killed goes
/// on after the last whole file.
///
/// The record says under `drift` how the pool moved (local_flow/pool_drift.h)
/// and with how many evaluations of the velocity: `displacement`, `mean_error`,
/// `covariance_error` (of variances alone where there are very many dimensions)
/// and `nfe`.
absl::StatusOr<nlohmann::ordered_json> RunPushBlockStage(
    const PushBlockStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PUSH_BLOCK_STAGE_H_
