#ifndef FEDERATED_DUAL_DIVERGENCE_GUARD_H_
#define FEDERATED_DUAL_DIVERGENCE_GUARD_H_

/// Weak duality as an alarm.
///
/// If every inner minimum is solved, f(x0) + f^c(x1) <= |x0 - x1|^2 for any two
/// points, and so for the pairs (s(j), j) of any permutation of a batch
///
///     J = mean_j f(x0_s(j)) + f^c(x1_j) <= mean_j |x0_s(j) - x1_j|^2 = C,
///
/// on the very batch that J is estimated on and for every f. Take the cheapest
/// permutation, exact minibatch transport. A J above C therefore is no matter
/// of f: some minimum lies above what the batch's own x0 would have given. A
/// training that raises such a J raises the error, without a bound.
///
/// A pool of K >= B other draws is no proof for the single batch, as the x0 of
/// the batch may be luckier, but holds in the mean: the minimum over K draws is
/// on average at most that over B. What is left is the noise of two independent
/// pools, smaller than that of the costs. So the alarm is raised where
///
///     J > C + k sd(|x0_s(j) - x1_j|^2) / sqrt(B) + share C  (+ e log K),
///
/// a bound of the data alone, which does not grow with f. The last term is that
/// of a soft minimum over K candidates, which lies above the least by at most
/// as much.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "federated/dual/semidual_options.h"

namespace flow::federated {

struct DivergenceGuardOptions {
  int64_t every = 50;          // steps from check to check, >= 1
  double standard_errors = 4;  // k
  double share = 0.01;         // covers the rounding of a cost without spread
};

/// C and what J may be at most.
struct DualBound {
  double cost = 0;
  double bound = 0;
};

/// Compares J with transport in its batch. Immutable and thread-safe; draws
/// nothing.
class DivergenceGuard {
 public:
  /// `semidual` is what J is computed with.
  DivergenceGuard(const DivergenceGuardOptions& options,
                  const SemidualOptions& semidual);

  /// Whether `step` (0 is the first) is one to check.
  bool IsDue(int64_t step) const { return step % options_.every == 0; }

  /// For `x0_bd` and `x1_bd` [B, D]. Errors: those of the assignment.
  absl::StatusOr<DualBound> Bound(const at::Tensor& x0_bd,
                                  const at::Tensor& x1_bd) const;

  /// OutOfRange when J is above the bound of its batch or not finite: names the
  /// step, both numbers and the setting to change. Otherwise the errors of
  /// Bound().
  absl::Status Check(int64_t step, double dual_value, const at::Tensor& x0_bd,
                     const at::Tensor& x1_bd) const;

 private:
  DivergenceGuardOptions options_;
  SemidualOptions semidual_;
};

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_DIVERGENCE_GUARD_H_
