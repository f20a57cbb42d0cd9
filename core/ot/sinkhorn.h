#ifndef CORE_OT_SINKHORN_H_
#define CORE_OT_SINKHORN_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/ot/entropic_plan.h"

namespace flow::core {

struct SinkhornOptions {
  double regularization = 1;      // e > 0, in the unit of the costs
  int64_t max_iterations = 1000;  // >= 1
  double tolerance = 1e-3;        // > 0, of the marginals in total variation
};

/// Entropic optimal transport between uniform marginals [Cuturi13]:
///
///     min over P with P 1 = 1/n, P' 1 = 1/m of  <C, P> + e KL(P | 1/(nm)),
///
/// which is min <C, P> - e H(P) up to the constant e log(nm). `primal` is this
/// objective at the plan; `dual` is
///
///     mean f + mean g - e (sum P - 1),
///
/// never above the optimum, and rising with every iteration at one e. A plan
/// whose columns are not met exactly may have a primal below the optimum.
///
/// Costs float32, row-major n x m. Row marginals are met to about 1e-7, column
/// marginals to the tolerance, which may be as small as 1e-6. A plan that is
/// not converged after max_iterations is returned with `converged` false: it is
/// for the caller to say so. Deterministic; draws nothing; thread-safe. O(n m)
/// memory. Algorithm: entropic_scaling.h; errors: entropic_transport.h.
absl::StatusOr<EntropicPlan> SolveSinkhorn(absl::Span<const float> cost_rc,
                                           int64_t rows, int64_t columns,
                                           const SinkhornOptions& options);

}  // namespace flow::core

#endif  // CORE_OT_SINKHORN_H_
