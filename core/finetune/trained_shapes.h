#ifndef CORE_FINETUNE_TRAINED_SHAPES_H_
#define CORE_FINETUNE_TRAINED_SHAPES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/nn/network_options.h"
#include "core/nn/parameter_shapes.h"

namespace flow::core {

/// What is trained in the place of a network's parameters, and what clients of
/// a federation send. InvalidArgument: that of
/// LowRankShapes; a proxy of what is no perceptron.
absl::StatusOr<std::vector<ParameterShape>> TrainedShapes(
    const FineTuningOptions& options, const NetworkOptions& network);

}  // namespace flow::core

#endif  // CORE_FINETUNE_TRAINED_SHAPES_H_
