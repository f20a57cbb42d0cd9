#ifndef CORE_EVAL_LINE_TRANSPORT_H_
#define CORE_EVAL_LINE_TRANSPORT_H_

#include <vector>

#include "absl/types/span.h"

namespace flow::core {

/// Transport on the line with the squared cost, and the potentials of the
/// points in the order in which they were given.
struct LineTransport {
  double mean_cost = 0;  // sum_i (x_(i) - y_(i))^2 / n
  std::vector<double> potential_x;
  std::vector<double> potential_y;
};

/// `x` and `y` have one size, n >= 1. O(n log n). The potentials are feasible,
/// u_i + v_j <= (x_i - y_j)^2, with equality on the sorted pairs: of the slopes
/// that optimality leaves to u between neighbours, the middle one. Draws
/// nothing; thread-safe.
LineTransport TransportOnLine(absl::Span<const double> x,
                              absl::Span<const double> y);

}  // namespace flow::core

#endif  // CORE_EVAL_LINE_TRANSPORT_H_
