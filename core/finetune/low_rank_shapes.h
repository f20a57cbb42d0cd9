#ifndef CORE_FINETUNE_LOW_RANK_SHAPES_H_
#define CORE_FINETUNE_LOW_RANK_SHAPES_H_

/// The numbers of an adapter without the adapter. No torch: the compiler tells
/// by it what is trained.

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/nn/parameter_shapes.h"

namespace flow::core {

/// The parameters of LowRankAdapter over a network of these, in order.
/// InvalidArgument where a name of `options.parameters` covers no matrix: the
/// message names it and the matrices that there are.
absl::StatusOr<std::vector<ParameterShape>> LowRankShapes(
    const LowRankOptions& options, absl::Span<const ParameterShape> network);

}  // namespace flow::core

#endif  // CORE_FINETUNE_LOW_RANK_SHAPES_H_
