#ifndef CORE_EVAL_FEATURES_FRECHET_ERROR_H_
#define CORE_EVAL_FEATURES_FRECHET_ERROR_H_

/// What single images do to the Frechet distance d of the laws that are fitted
/// to them [Rippl16]. With S1 = A A^T, S2 = B B^T and A^T B = U s V^T, the map
/// that carries the first law to the second is x -> m2 + T (x - m1),
///
///     T = A^-T U s U^T A^-1    (so that T S1 T = S2),
///
/// and the derivatives of d are 2 (m1 - m2) by m1 and I - T by S1. So an
/// image's influence is, up to a constant,
///
///     f_i = 2 (m1 - m2) . (x_i - m1) + |x_i - m1|^2
///             - |s^(1/2) U^T A^-1 (x_i - m1)|^2,
///
/// the dual potential of the transport at x_i, and for the other side the same
/// with the roles exchanged and V, B in the place of U, A.

#include "ATen/core/Tensor.h"
#include "core/eval/features/normal_law.h"

namespace flow::core {

/// The standard error of FrechetDistance over draws of the images,
///
///     sqrt(Var(f) / n + Var(g) / m),
///
/// for `x_nf` and `y_nf` as ReadFeatures returns them, with the laws `a` and
/// `b` of their moments. It is of first order: of the scatter, not of the bias;
/// and too large where the laws agree, as that order vanishes. A^-1 is the
/// inverse on the range of A: singular covariances have an error too, of the
/// directions that they have.
double FrechetStdError(const NormalLaw& a, const at::Tensor& x_nf,
                       const NormalLaw& b, const at::Tensor& y_nf);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FRECHET_ERROR_H_
