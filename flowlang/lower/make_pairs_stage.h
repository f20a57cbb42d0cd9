#ifndef FLOWLANG_LOWER_MAKE_PAIRS_STAGE_H_
#define FLOWLANG_LOWER_MAKE_PAIRS_STAGE_H_

#include <string>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

// Shapes: N pairs, D dimensions.

/// Follows the flow that the stage's input left from fresh source points and
/// keeps where each started and ended: in files of at most 65536 pairs
/// (stage_chunks.h), pairs-00000.safetensors, ... in the stage's folder, with
/// `x0` and `x1` float32 [N, D], `path_energy` float64 [N] and `evaluations`
/// int64 [N]. A run that was killed goes on after the last whole file.
///
/// The record says how straight the flow is that made them: the mean squared
/// distance of the pairs as `cost`, `path_energy`, `straightness` (their
/// difference for a coordinate) and `nfe`.
absl::StatusOr<nlohmann::ordered_json> RunMakePairsStage(
    const MakePairsStage& work, const StageContext& context);

/// The pairs that the stage named `name` made. DataLoss when there are fewer
/// than its plan says.
struct FlowPairs {
  at::Tensor x0_nd, x1_nd;  // float32
};
absl::StatusOr<FlowPairs> LoadPairs(const std::string& name,
                                    const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_MAKE_PAIRS_STAGE_H_
