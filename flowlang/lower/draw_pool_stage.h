#ifndef FLOWLANG_LOWER_DRAW_POOL_STAGE_H_
#define FLOWLANG_LOWER_DRAW_POOL_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Draws the pool that a chain begins with and keeps it in files
/// (pool_files.h): points of a law, or distinct points of a finite target,
/// known by the seed of the run. A run that was killed goes on after the last
/// whole file.
absl::StatusOr<nlohmann::ordered_json> RunDrawPoolStage(
    const DrawPoolStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_DRAW_POOL_STAGE_H_
