#ifndef CORE_EVAL_FEATURES_NORMAL_LAW_H_
#define CORE_EVAL_FEATURES_NORMAL_LAW_H_

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/eval/features/feature_moments.h"

namespace flow::core {

// Shapes: F features.

/// A normal law by a root of its covariance, which takes the place of every
/// covariance below and is made once for a target that many models are compared
/// with.
struct NormalLaw {
  at::Tensor mean_f;   // float64
  at::Tensor root_ff;  // float64, A of covariance = A A^T, orthogonal columns
};

/// Of the unbiased covariance, by its symmetric eigen-decomposition V l V^T: A
/// = V max(l, 0)^(1/2). A covariance that is singular, as that of fewer images
/// than features is, has eigenvalues that rounding makes negative; they are
/// zero. O(F^3) time. InvalidArgument for fewer than two images; OutOfRange
/// when a moment is not finite.
absl::StatusOr<NormalLaw> NormalLawOf(const FeatureMoments& moments);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_NORMAL_LAW_H_
