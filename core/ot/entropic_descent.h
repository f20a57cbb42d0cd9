#ifndef CORE_OT_ENTROPIC_DESCENT_H_
#define CORE_OT_ENTROPIC_DESCENT_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "absl/functional/function_ref.h"

namespace flow::core {

/// The regularisations of an entropic problem, from the first to `last`: one
/// below a hundredth of the costs' spread is come down to in steps of four.
std::vector<double> DescendingRegularizations(double spread, double last);

/// What an iteration, or several at once, came to.
struct EntropicPass {
  int64_t iterations = 0;
  double error = std::numeric_limits<double>::infinity();
};

/// A scaling, wherever it is computed; entropic_scaling.h says what is done.
struct EntropicSteps {
  absl::FunctionRef<void(double regularization)> start;
  // as many as it makes at once, but no more than `most` >= 1
  absl::FunctionRef<EntropicPass(int64_t most)> iterate;
  absl::FunctionRef<void()> advance;
};

/// Iterates at each of the regularisations in turn, at the last of them until
/// the error is within the tolerance and at the others until it is good enough
/// to go on from; `max_iterations` >= 1 in all. The iterations in all, and the
/// error of the last.
EntropicPass Descend(const std::vector<double>& regularizations,
                     int64_t max_iterations, double tolerance,
                     const EntropicSteps& steps);

}  // namespace flow::core

#endif  // CORE_OT_ENTROPIC_DESCENT_H_
