#ifndef CORE_EVAL_FEATURES_FRECHET_DISTANCE_H_
#define CORE_EVAL_FEATURES_FRECHET_DISTANCE_H_

#include "absl/status/statusor.h"
#include "core/eval/features/normal_law.h"

namespace flow::core {

/// The Frechet distance of two normal laws [Dowson82; Heusel17, Eq. 6],
///
///     |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)),
///
/// which is also W2^2 between them. With S1 = A A^T and S2 = B B^T,
///
///     tr (S1 S2)^(1/2) = sum_k sqrt(eigenvalue_k(A^T S2 A))
///                      = sum_k singular_value_k(A^T B).
///
/// No matrix that is not symmetric has its root taken, so nothing turns complex
/// and nothing need be added to a singular covariance; and the singular values
/// are not squared first, which would leave half of their digits.
///
/// Of the order of rounding, 1e-15 tr(S1 + S2), where the laws are equal, so
/// possibly below 0. The same for (b, a) to rounding. O(F^3) time.
/// InvalidArgument when the widths differ.
absl::StatusOr<double> FrechetDistance(const NormalLaw& a, const NormalLaw& b);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FRECHET_DISTANCE_H_
