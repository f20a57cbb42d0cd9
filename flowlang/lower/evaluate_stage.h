#ifndef FLOWLANG_LOWER_EVALUATE_STAGE_H_
#define FLOWLANG_LOWER_EVALUATE_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Measures the points of samples/<protocol>.npz, and the flow itself where a
/// metric is of that. Returns wall_seconds and
/// "metrics", the list that result.json holds; of a group whose processes share
/// the images (image_features.h) rank 0 alone.
absl::StatusOr<nlohmann::ordered_json> RunEvaluateStage(
    const EvaluateStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_EVALUATE_STAGE_H_
