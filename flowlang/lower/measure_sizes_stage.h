#ifndef FLOWLANG_LOWER_MEASURE_SIZES_STAGE_H_
#define FLOWLANG_LOWER_MEASURE_SIZES_STAGE_H_

#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"
#include "local_flow/block_options.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Finds step sizes in the first points of the pool (measured_sizes.h). The
/// record has them under `measured`: `size_1`, and how far that step moves the
/// points, `way_1`; and so on.
absl::StatusOr<nlohmann::ordered_json> RunMeasureSizesStage(
    const MeasureSizesStage& work, const StageContext& context);

/// What a block of the stage is trained on, its size read from what the
/// MeasureSizesStage among the inputs found where it is not known beforehand.
/// DataLoss where that record has no such size.
absl::StatusOr<local_flow::BlockOptions> OptionsOfBlock(
    const ChainBlock& block, const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_MEASURE_SIZES_STAGE_H_
