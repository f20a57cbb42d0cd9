#ifndef FLOWLANG_LOWER_LOAD_WEIGHTS_STAGE_H_
#define FLOWLANG_LOWER_LOAD_WEIGHTS_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Copies the weights of the file to where a training leaves its own, in the
/// order of the network. The record says who the clients are, where there is a
/// federation. Errors: those of ReadWeightsOf and of writing.
absl::StatusOr<nlohmann::ordered_json> RunLoadWeightsStage(
    const LoadWeightsStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_LOAD_WEIGHTS_STAGE_H_
