#ifndef FEDERATED_DUAL_C_TRANSFORM_H_
#define FEDERATED_DUAL_C_TRANSFORM_H_

/// The c-transform of a potential f on the side of the source, for the cost
/// c(x, y) = |x - y|^2, and what approximates it:
///
///     f^c(x1)     = min_z |z - x1|^2 - f(z)
///     pool        min over candidates z_1 ... z_K
///     descent     z <- z - r (2 (z - x1) - grad f(z))
///     f^{c,e}(x1) = -e log mean_k exp((f(z_k) - |z_k - x1|^2) / e)
///
/// A pool and a descent that has not arrived over-estimate f^c. Everywhere the
/// points and the parameters have one dtype, float32 or float64, and results
/// have no graph. Functions of their arguments; thread-safe.

// Shapes: B targets, K candidates, D dimensions.

#include "ATen/core/Tensor.h"
#include "core/nn/potential.h"
#include "federated/dual/semidual_options.h"

namespace flow::federated {

/// |z_k - x1_b|^2 - f(z_k), [B, K], for `candidates` [K, D], the same for all
/// targets, or [B, K, D], each target's own. f is evaluated once a candidate
/// and a few thousand candidates at a time. A shared pool takes one product of
/// matrices, |z|^2 - 2 z.x1 + |x1|^2: in float32 a score is off by some
/// 1e-7 (|z|^2 + |x1|^2).
at::Tensor CandidateScores(const core::Potential& f,
                           const core::Parameters& parameters,
                           const at::Tensor& x1_bd,
                           const at::Tensor& candidates);

/// The same where f is known at the candidates: `value` [K], or as many for
/// each target, one behind the other.
at::Tensor ScoresOfValues(const at::Tensor& x1_bd, const at::Tensor& candidates,
                          const at::Tensor& value);

/// argmin_k of the scores, int64 [B]; the lower index of equal ones.
at::Tensor BestCandidates(const at::Tensor& score_bk);

/// The candidate of the row `choice_b` of each target, [B, D], of a pool as in
/// CandidateScores.
at::Tensor ChosenCandidates(const at::Tensor& candidates,
                            const at::Tensor& choice_b);

/// The points [B, D] that `inner.steps` steps of the descent reach from
/// `start_bd`.
at::Tensor DescendInner(const core::Potential& f,
                        const core::Parameters& parameters,
                        const at::Tensor& x1_bd, const at::Tensor& start_bd,
                        const InnerOptions& inner);

/// The soft minimum and its weights, both of the scores' dtype.
struct SoftMinimum {
  at::Tensor value_b;    // f^{c,e}
  at::Tensor weight_bk;  // softmax_k(-score_bk / e), rows of sum 1
};

/// `entropy` e > 0. f^{c,e} lies above the least score by at most e log K.
SoftMinimum SoftTransform(const at::Tensor& score_bk, double entropy);

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_C_TRANSFORM_H_
