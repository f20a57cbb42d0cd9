#ifndef CORE_EVAL_TARGET_POINTS_H_
#define CORE_EVAL_TARGET_POINTS_H_

#include <cstdint>
#include <optional>

#include "core/distribution/distribution.h"
#include "core/eval/metric.h"

namespace flow::core {

/// The target points whose likelihood is asked for, float32, with their labels
/// where they have some: the first
/// `samples` of the protocol's, all of them by default, and fresh distinct ones
/// from `context.seed` where that is more than the protocol has.
/// FailedPrecondition without a model; InvalidArgument and OutOfRange as
/// PointCloud::Create.
absl::StatusOr<Points> TargetPoints(const Evaluation& evaluation,
                                    std::optional<int64_t> samples,
                                    const MetricContext& context);

}  // namespace flow::core

#endif  // CORE_EVAL_TARGET_POINTS_H_
