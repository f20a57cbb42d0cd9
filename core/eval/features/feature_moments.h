#ifndef CORE_EVAL_FEATURES_FEATURE_MOMENTS_H_
#define CORE_EVAL_FEATURES_FEATURE_MOMENTS_H_

/// Means and covariances of features that come in parts: from batches, files
/// or processes. Everything is in float64, and centred before it is squared:
/// sums of squares in float32, or of values far from zero, lose the digits that
/// a distance between two good models lies in.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"

namespace flow::core {

// Shapes: N images, F features.

/// What is known of some images: how many they are, their mean, and
///
///     scatter = sum_i (x_i - mean) (x_i - mean)^T.
///
/// Plain values, to be kept or sent anywhere. The tensors are never written to
/// again, so that copies may share them.
struct FeatureMoments {
  int64_t n = 0;
  at::Tensor mean_f;      // float64
  at::Tensor scatter_ff;  // float64, symmetric to rounding
};

/// Of one part, in two passes: first the mean, then what is left of the rows.
/// O(N F^2) time; no more memory than F^2 values and a few rows a thread. The
/// scatter's columns are the shards of `pool`, so the bits do not depend on its
/// threads. One row is a part. InvalidArgument unless `x_nf` is float32 or
/// float64 [N >= 1, F >= 1]; OutOfRange when a feature is not finite.
absl::StatusOr<FeatureMoments> MomentsOfPart(const at::Tensor& x_nf,
                                             ThreadPool* pool);

/// Of two parts together [Chan83, Eq. 2.1],
///
///     d = mean_b - mean_a,    mean = mean_a + d n_b / n,
///     scatter = scatter_a + scatter_b + d d^T n_a n_b / n,
///
/// with n = n_a + n_b. A FeatureMoments of no image is neutral. The bits depend
/// on how the images are parted and on the order of merging, on nothing else.
/// InvalidArgument when the widths differ.
absl::StatusOr<FeatureMoments> Merged(const FeatureMoments& a,
                                      const FeatureMoments& b);

/// scatter / (n - 1), float64 [F, F]: without bias. InvalidArgument for n < 2.
absl::StatusOr<at::Tensor> Covariance(const FeatureMoments& moments);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_MOMENTS_H_
