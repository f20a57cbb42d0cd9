#ifndef FEDERATED_DUAL_DUAL_GRADIENT_H_
#define FEDERATED_DUAL_DUAL_GRADIENT_H_

#include <memory>

#include "ATen/core/Tensor.h"
#include "core/nn/potential.h"
#include "federated/dual/semidual_options.h"

namespace flow::federated {

// Shapes: B rows of a batch, K candidates, D dimensions, P parameters.

/// What one estimate is made of: draws of the source, of the (client's) target,
/// and of the source again, to choose from. One dtype, that of the parameters.
struct DualBatch {
  at::Tensor x0_bd, x1_bd;
  at::Tensor candidates;  // [K, D], shared, or [B, K, D]
};

/// What one batch says of a potential.
struct DualEstimate {
  at::Tensor flat_gradient;  // of -J in the parameters, [P], their dtype;
                             // the layout of core::FlatParameters
  double dual_value = 0;     // J
  at::Tensor transform_b;    // f^c or f^{c,e} at x1_b, float64
  at::Tensor value_b;        // f at x0_b, float64
  // How badly minima are solved; both 0 of a soft minimum, which is a sum:
  // the mean of |2 (z - x1) - grad f(z)|, and that of f^c(x1_b) less the least
  // |x0 - x1_b|^2 - f(x0) over the first min(B, K) x0 of the batch. Above 0,
  // beyond noise, draws of the source are better minima than those found.
  double inner_residual = 0;
  double inner_excess = 0;
};

/// The semi-dual objective of optimal transport for c(x, y) = |x - y|^2 with
/// the potential on the side of the source [Wang25], estimated on a batch:
///
///     J(f) = mean f(x0) + mean f^c(x1)  ->  max.
///
/// By the envelope theorem the inner minimum z(x1) counts as fixed,
///
///     -grad J = -mean grad f(x0) + mean grad f(z(x1)),
///
/// z the best candidate, or wherever `inner` comes to from its start. Under
/// kSoftmin f^{c,e} takes the place of f^c, and with its weights w
///
///     -grad J = -mean grad f(x0) + mean_b sum_k w_bk grad f(z_k).
///
/// J is linear in the target's law, so that the weighted mean of the clients'
/// gradients is the gradient for their mixture. J <= OT where f^c is exact; a
/// minimum that is not reached over-estimates f^c, and J with it.
///
/// The start kSourceSample is the row's own x0, which is independent of x1.
/// kSourceSample and kTargetPoint do not look at the candidates.
///
/// Immutable and thread-safe; draws nothing. LibTorch must run single-threaded
/// for the bits not to depend on the machine.
class DualGradient {
 public:
  /// FLOW_CHECKs the ranges of the options.
  DualGradient(std::shared_ptr<const core::Potential> potential,
               const SemidualOptions& options);

  /// FLOW_CHECKs the shapes.
  DualEstimate Compute(const core::Parameters& parameters,
                       const DualBatch& batch) const;

  const SemidualOptions& options() const { return options_; }

 private:
  DualEstimate ByMinimum(const core::Parameters& parameters,
                         const DualBatch& batch) const;
  DualEstimate BySoftMinimum(const core::Parameters& parameters,
                             const DualBatch& batch) const;
  at::Tensor InnerMinima(const core::Parameters& parameters,
                         const DualBatch& batch) const;

  std::shared_ptr<const core::Potential> potential_;
  SemidualOptions options_;
};

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_DUAL_GRADIENT_H_
