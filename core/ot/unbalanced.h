#ifndef CORE_OT_UNBALANCED_H_
#define CORE_OT_UNBALANCED_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/ot/entropic_plan.h"

namespace flow::core {

struct UnbalancedOptions {
  double regularization = 0.05;   // e > 0, in the unit of the costs
  double marginal_penalty = 1;    // tau > 0, in the unit of the costs
  int64_t max_iterations = 1000;  // >= 1
  double tolerance = 1e-3;        // > 0, of the plan in total variation
};

/// Entropic transport whose marginals may differ at a price [Chizat18]:
///
///     min over P >= 0 of  <C, P> + e KL(P | 1/(nm))
///                         + tau KL(P 1 | 1/n) + tau KL(P' 1 | 1/m),
///
/// KL(p | q) = sum p log(p/q) - p + q. Every P is feasible, so `primal` -
/// `dual` bounds how far the plan is from the optimum;
///
///     dual = tau mean(1 - exp(-f/tau)) + tau mean(1 - exp(-g/tau))
///            - e (sum P - 1).
///
/// An infinite tau is SolveSinkhorn. After each iteration the potentials are
/// shifted against each other by the amount that is best for the dual
/// [Sejourne22], without which a large tau takes tau/e iterations. Otherwise as
/// sinkhorn.h.
absl::StatusOr<EntropicPlan> SolveUnbalanced(absl::Span<const float> cost_rc,
                                             int64_t rows, int64_t columns,
                                             const UnbalancedOptions& options);

}  // namespace flow::core

#endif  // CORE_OT_UNBALANCED_H_
