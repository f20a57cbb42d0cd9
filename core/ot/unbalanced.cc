#include "core/ot/unbalanced.h"

#include "core/ot/entropic_transport.h"

namespace flow::core {

absl::StatusOr<EntropicPlan> SolveUnbalanced(absl::Span<const float> cost_rc,
                                             int64_t rows, int64_t columns,
                                             const UnbalancedOptions& options) {
  return SolveEntropicTransport(
      cost_rc, rows, columns,
      {options.regularization, options.marginal_penalty, options.max_iterations,
       options.tolerance});
}

}  // namespace flow::core
