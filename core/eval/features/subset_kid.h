#ifndef CORE_EVAL_FEATURES_SUBSET_KID_H_
#define CORE_EVAL_FEATURES_SUBSET_KID_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/metric.h"

namespace flow::core {

/// As published: 100 subsets of 1000 images.
struct SubsetKidOptions {
  int64_t subsets = 100;  // >= 2
  int64_t size = 1000;    // >= 2 and at most the images of either side
};

struct SubsetKidValue {
  MetricValue kid;  // the mean over subsets
  /// The standard deviation over subsets, which tables print behind a +-. It is
  /// that of a KID of `size` images, neither an error of the mean nor of the
  /// model.
  double deviation = 0;
};

/// The kernel inception distance as published [Binkowski18, Sec. 4]: the
/// squared maximum mean discrepancy without bias, with the kernel
///
///     k(x, y) = (<x, y> / F + 1)^3,
///
/// of S subsets of m generated and of m target images,
///
///     sum_{i != j} (k(x_i, x_j) + k(y_i, y_j)) / (m (m - 1))
///       - 2 sum_ij k(x_i, y_j) / m^2,
///
/// and the mean of it. Negative about half of the time where the laws agree.
/// Subset s is drawn without replacement, on both sides for itself, by the
/// seeds
/// ("kid", "generated", s) and ("kid", "target", s) under that of the context.
/// core/eval/kid.h has the statistic of all pairs at once, which scatters less.
///
/// std_error: of the mean over draws of the images. With f = m / n for the
/// lesser n of the two sides and a deviation sd over subsets,
///
///     sd sqrt(f / (1 - f) + 1 / S).
///
/// Subsets of one set share images, so that sd^2 is a subset's variance V times
/// 1 - f only, and the mean cannot scatter less than the whole set does: V f,
/// to first order in 1 / m. Where the laws agree, the first order vanishes and
/// the error is too large. Empty for f = 1. floor: the same mean between the
/// two draws of the target. n: the generated images.
///
/// Subsets are the shards of the pool, so the bits do not depend on its
/// threads. Errors: those of ReadFeatures; InvalidArgument for options out of
/// range.
absl::StatusOr<SubsetKidValue> SubsetKid(const ComparedFeatures& features,
                                         const SubsetKidOptions& options,
                                         const MetricContext& context);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_SUBSET_KID_H_
