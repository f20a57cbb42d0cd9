#ifndef CORE_OT_ASSIGNMENT_H_
#define CORE_OT_ASSIGNMENT_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/ot/point_costs.h"

namespace flow::core {

/// An optimal solution of the assignment problem
///
///     min over permutations s of  sum_i c(i, s(i)),
///
/// with the dual variables that prove it: u_i + v_j <= c_ij makes sum u + sum v
/// a lower bound of every permutation's cost.
struct Assignment {
  std::vector<int32_t> column_of_row;  // s, a permutation of 0..n-1

  /// u_i = min_j (c_ij - v_j), so u_i + v_j <= c_ij for all i, j up to
  /// rounding.
  std::vector<double> row_dual, column_dual;

  /// sum_i c(i, column_of_row[i]).
  double cost = 0;

  /// cost - (sum u + sum v), summed pair by pair: a bound on how far the cost
  /// may be from the optimum. Nonnegative, and zero up to rounding.
  double duality_gap = 0;
};

/// Solves for dense costs, row-major n x n, all finite.
///
/// An auction with falling epsilon finds good prices [Bertsekas88]; shortest
/// augmenting paths from its tight pairs make the solution exact
/// [Jonker87]. Duals are double. O(n) memory beside the costs. At most O(n^3)
/// time, in practice about n^2. Deterministic, with the same bits for every
/// instruction set; draws nothing; thread-safe.
///
/// InvalidArgument: n < 0 or above 2^31 - 1, a size other than n^2, a cost that
/// is not finite.
absl::StatusOr<Assignment> SolveAssignment(absl::Span<const float> cost_rc,
                                           int64_t n);

/// Solves for the costs |x_i - y_j|^2 or |x_i - y_j| of points, row-major
/// n x dim, all finite; the costs are computed in double.
///
/// Up to 8 dimensions costs are computed each time they are needed, and those
/// of points too far to matter are not: O(n dim) memory. In more dimensions
/// they are kept in a matrix of at most 512 MiB, and computed on the fly past
/// that (n > 8192). Otherwise like SolveAssignment. Where several permutations
/// are optimal, which one comes out depends on the way taken.
///
/// InvalidArgument: n < 0 or above 2^31 - 1, dim < 1, a size other than n dim,
/// a coordinate that is not finite.
absl::StatusOr<Assignment> SolvePointAssignment(absl::Span<const float> x_nd,
                                                absl::Span<const float> y_nd,
                                                int64_t n, int64_t dim,
                                                GroundCost cost);

}  // namespace flow::core

#endif  // CORE_OT_ASSIGNMENT_H_
