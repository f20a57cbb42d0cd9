#ifndef FLOWLANG_LOWER_SAMPLE_STAGE_H_
#define FLOWLANG_LOWER_SAMPLE_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Follows the flow and writes samples/<protocol>.npz: `source`, `generated`,
/// `target` [N, D] in the order that the metrics see; `second_target` for their
/// floors; `path_energy` and `evaluations` [N]; `trajectory` [S, n, D] of the
/// first points at `trajectory_time` [S], and of field lines their heights
/// between the plates, `trajectory_height` [S, n]. Source and target points
/// depend on the seed and the protocol's name alone, so methods are compared on
/// the same ones. The processes of a group share the points; rank 0 writes.
absl::StatusOr<nlohmann::ordered_json> RunSampleStage(
    const SampleStage& work, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_SAMPLE_STAGE_H_
