#ifndef CORE_EVAL_FEATURES_FEATURE_PRECISION_RECALL_H_
#define CORE_EVAL_FEATURES_FEATURE_PRECISION_RECALL_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/metric.h"

namespace flow::core {

/// Better when higher, both.
struct PrecisionRecall {
  MetricValue precision;
  MetricValue recall;
};

/// Quality and variety, one at a time [Kynkaanniemi19, Eqs. 1-2]: with the
/// balls of feature_balls.h,
///
///     precision = the share of generated images in the balls of the target,
///     recall    = the share of target images in the balls of the generated.
///
/// Published with k = 3. Of a perfect model both are the floor on average, the
/// same share between the two draws of the target, and less than 1. std_error:
/// sqrt(p (1 - p) / (n - 1)), of the share given the balls. n: the generated
/// images.
///
/// Errors: those of ReadFeatures; InvalidArgument unless k >= 1 and every set
/// of balls has more than k images.
absl::StatusOr<PrecisionRecall> FeaturePrecisionRecall(
    const ComparedFeatures& features, int64_t k, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_PRECISION_RECALL_H_
