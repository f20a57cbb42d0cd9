#ifndef CORE_OT_ENTROPIC_TRANSPORT_H_
#define CORE_OT_ENTROPIC_TRANSPORT_H_

#include <cstdint>
#include <limits>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/ot/entropic_plan.h"

namespace flow::core {

/// What sinkhorn.h and unbalanced.h have in common.
struct EntropicProblem {
  double regularization = 0;                                          // > 0
  double marginal_penalty = std::numeric_limits<double>::infinity();  // > 0
  int64_t max_iterations = 0;                                         // >= 1
  double tolerance = 0;                                               // > 0
};

/// Minimises <C, P> + e KL(P | 1/(nm)) + tau KL(P 1 | 1/n) + tau KL(P' 1 |
/// 1/m).
///
/// A small regularisation is come down to (entropic_descent.h), the potentials
/// of one being the start of the next: fewer and cheaper iterations than at the
/// last value alone.
///
/// InvalidArgument: no rows or columns, a size other than n m, a cost that is
/// not finite, an option out of its range. OutOfRange: a plan whose mass is
/// below 1e-12 or not finite; says what to change.
absl::StatusOr<EntropicPlan> SolveEntropicTransport(
    absl::Span<const float> cost_rc, int64_t rows, int64_t columns,
    const EntropicProblem& problem);

}  // namespace flow::core

#endif  // CORE_OT_ENTROPIC_TRANSPORT_H_
