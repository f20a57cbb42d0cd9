#include "core/ot/assignment.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/dense_costs.h"
#include "core/ot/kernel_rows.h"
#include "core/ot/matching.h"
#include "core/ot/optimal_matching.h"

namespace flow::core {
namespace {

// where bounding boxes still tell far from near
constexpr int64_t kMaxBoxedDim = 8;
constexpr int64_t kMaxCachedCosts = int64_t{1} << 26;  // 512 MiB of doubles

absl::Status CheckSize(int64_t n) {
  if (n >= 0 && n <= std::numeric_limits<int32_t>::max()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("an assignment needs 0 <= n < 2^31; got n = ", n));
}

// `values` is a row-major array of rows x columns finite numbers.
absl::Status CheckArray(absl::string_view name, absl::Span<const float> values,
                        int64_t rows, int64_t columns) {
  const int64_t size = static_cast<int64_t>(values.size());
  // rows < 2^31, so the product of two sane extents cannot overflow
  if (columns > std::numeric_limits<int32_t>::max() || size != rows * columns) {
    return absl::InvalidArgumentError(absl::StrCat(
        name, " should be ", rows, " x ", columns, "; got ", size, " values"));
  }
  if (values.empty() || FiniteExtremes(values.data(), size)) {
    return absl::OkStatus();
  }
  int64_t at = 0;
  while (std::isfinite(values[at])) ++at;
  return absl::InvalidArgumentError(
      absl::StrCat(name, "(", at / columns, ", ", at % columns, ") is ",
                   values[at], "; every value must be finite"));
}

// The assignment and its certificate, from nothing but the pairs, the costs and
// the prices.
Assignment Certify(const Matching& matching, const CostBlocks& costs,
                   const ColumnPrices& prices,
                   const std::vector<int32_t>& point_of_column) {
  const int32_t n = costs.size();
  Assignment assignment;
  assignment.column_of_row.resize(n);
  assignment.row_dual.resize(n);
  assignment.column_dual.resize(n);
  CheapestColumnSearch search(costs, prices);
  for (int32_t i = 0; i < n; ++i) {
    const int32_t j = matching.ColumnOf(i);
    const int32_t point = point_of_column[j];
    assignment.column_of_row[i] = point;
    assignment.row_dual[i] = search.Find(i).value;
    assignment.column_dual[point] = -prices[j];
    assignment.cost += search.Cost(i, j);
    assignment.duality_gap += search.Value(i, j) - assignment.row_dual[i];
  }
  return assignment;
}

// `point_of_column` names the columns of the result.
Assignment SolveCosts(const CostBlocks& costs,
                      const std::vector<int32_t>& point_of_column) {
  Matching identity(costs.size());
  for (int32_t j = 0; j < costs.size(); ++j) {
    identity.Pair(point_of_column[j], j);
  }
  ColumnPrices prices(costs);
  const Matching best = FindOptimalMatching(costs, std::move(identity), prices);
  return Certify(best, costs, prices, point_of_column);
}

}  // namespace

absl::StatusOr<Assignment> SolveAssignment(absl::Span<const float> cost_rc,
                                           int64_t n) {
  FLOW_RETURN_IF_ERROR(CheckSize(n));
  FLOW_RETURN_IF_ERROR(CheckArray("cost", cost_rc, n, n));
  std::vector<int32_t> given_order(n);
  std::iota(given_order.begin(), given_order.end(), 0);
  const DenseCosts dense(cost_rc, static_cast<int32_t>(n));
  return SolveCosts(dense, given_order);
}

absl::StatusOr<Assignment> SolvePointAssignment(absl::Span<const float> x_nd,
                                                absl::Span<const float> y_nd,
                                                int64_t n, int64_t dim,
                                                GroundCost cost) {
  FLOW_RETURN_IF_ERROR(CheckSize(n));
  if (dim < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("points need dim >= 1; got dim = ", dim));
  }
  FLOW_RETURN_IF_ERROR(CheckArray("x", x_nd, n, dim));
  FLOW_RETURN_IF_ERROR(CheckArray("y", y_nd, n, dim));
  const PointCosts points(x_nd, y_nd, static_cast<int32_t>(n),
                          static_cast<int32_t>(dim), cost);
  if (dim > kMaxBoxedDim && n * n <= kMaxCachedCosts) {
    return SolveCosts(CachedCosts(points), points.PointOfColumn());
  }
  return SolveCosts(points, points.PointOfColumn());
}

}  // namespace flow::core
