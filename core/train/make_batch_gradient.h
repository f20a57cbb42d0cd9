#ifndef CORE_TRAIN_MAKE_BATCH_GRADIENT_H_
#define CORE_TRAIN_MAKE_BATCH_GRADIENT_H_

#include <memory>
#include <optional>

#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/train/batch_gradient.h"
#include "core/train/regression_objective.h"
#include "core/train/train_options.h"

namespace flow::core {

/// The network as it is trained.
std::shared_ptr<const Network> MakeTrainedNetwork(const NetworkOptions& network,
                                                  Precision precision);

/// The gradients of a regression, by the executor of the network's options, of
/// bfloat16 by LibTorch. Those of records are bounded where `bound` says so,
/// which the kernels alone do.
std::unique_ptr<BatchGradient> MakeBatchGradient(
    const NetworkOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    const std::optional<RecordBound>& bound = std::nullopt,
    Precision precision = Precision::kFloat32);

}  // namespace flow::core

#endif  // CORE_TRAIN_MAKE_BATCH_GRADIENT_H_
