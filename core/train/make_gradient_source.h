#ifndef CORE_TRAIN_MAKE_GRADIENT_SOURCE_H_
#define CORE_TRAIN_MAKE_GRADIENT_SOURCE_H_

#include <memory>

#include "core/base/thread_pool.h"
#include "core/nn/network_options.h"
#include "core/train/batch.h"
#include "core/train/gradient_source.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// The gradients of a regression in this process, by the executor of the
/// network's options. `pool` is not owned.
std::shared_ptr<GradientSource> MakeGradientSource(
    const NetworkOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    std::shared_ptr<const Batches> batches, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_TRAIN_MAKE_GRADIENT_SOURCE_H_
