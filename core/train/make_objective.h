#ifndef CORE_TRAIN_MAKE_OBJECTIVE_H_
#define CORE_TRAIN_MAKE_OBJECTIVE_H_

#include <memory>

#include "core/path/path_options.h"
#include "core/path/prediction.h"
#include "core/train/regression_objective.h"
#include "core/train/train_options.h"

namespace flow::core {

/// The regression of a network that predicts `prediction` along `path`, errors
/// counting by `weight`.
std::shared_ptr<const RegressionObjective> MakeObjective(
    const PathOptions& path, Prediction prediction,
    const LossWeightOptions& weight);

}  // namespace flow::core

#endif  // CORE_TRAIN_MAKE_OBJECTIVE_H_
