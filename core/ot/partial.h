#ifndef CORE_OT_PARTIAL_H_
#define CORE_OT_PARTIAL_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace flow::core {

/// The cheapest k pairs of n rows and n columns that use no point twice.
struct PartialMatching {
  std::vector<std::pair<int32_t, int32_t>> pairs;  // by row
  double cost = 0;                                 // their sum
  double duality_gap = 0;  // bounds how far `cost` is from the optimum
};

/// The pairs that move a share `mass` in (0, 1] of n points of weight 1/n: the
/// nearest whole number to mass n, a half upwards, but at least one.
int64_t PartialPairs(double mass, int64_t n);

/// Exact partial transport between uniform weights,
///
///     min <C, P> with P 1 <= 1/n, P' 1 <= 1/n, sum P = k/n.
///
/// Its vertices are the matchings of k pairs, so it is the k-cardinality
/// assignment problem [DellAmico97]. That becomes an assignment problem of size
/// 2n - k: n - k dummy columns take the rows that stay, n - k dummy rows the
/// columns, both at no cost, and a dummy row with a dummy column costs M > -min
/// c_ij. An optimal assignment has no such pair: there would be more than k
/// pairs of points, and one of them, c_ij + M > 0 with the dummies, could go
/// over to both dummies for nothing. Hence exactly k pairs of points.
///
/// Costs finite, row-major n x n; 1 <= k <= n. Deterministic; thread-safe.
/// InvalidArgument: another k, and as SolveAssignment.
absl::StatusOr<PartialMatching> SolvePartial(absl::Span<const float> cost_rc,
                                             int64_t n, int64_t k);

}  // namespace flow::core

#endif  // CORE_OT_PARTIAL_H_
