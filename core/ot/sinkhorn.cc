#include "core/ot/sinkhorn.h"

#include "core/ot/entropic_transport.h"

namespace flow::core {

absl::StatusOr<EntropicPlan> SolveSinkhorn(absl::Span<const float> cost_rc,
                                           int64_t rows, int64_t columns,
                                           const SinkhornOptions& options) {
  return SolveEntropicTransport(cost_rc, rows, columns,
                                {.regularization = options.regularization,
                                 .max_iterations = options.max_iterations,
                                 .tolerance = options.tolerance});
}

}  // namespace flow::core
