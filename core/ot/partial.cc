#include "core/ot/partial.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/ot/assignment.h"

namespace flow::core {
namespace {

// More than -min c, and 0 for no costs but positive ones would do no harm.
float DummyPairCost(absl::Span<const float> cost_rc) {
  const auto [least, most] =
      std::minmax_element(cost_rc.begin(), cost_rc.end());
  const float cost = std::max(*most, 0.0f) + 2 * std::max(-*least, 0.0f);
  return cost > 0 ? cost : 1;
}

}  // namespace

int64_t PartialPairs(double mass, int64_t n) {
  const auto pairs = static_cast<int64_t>(std::floor(mass * n + 0.5));
  return std::clamp<int64_t>(pairs, 1, n);
}

absl::StatusOr<PartialMatching> SolvePartial(absl::Span<const float> cost_rc,
                                             int64_t n, int64_t k) {
  if (n < 1 || static_cast<int64_t>(cost_rc.size()) != n * n || k < 1 ||
      k > n) {
    return absl::InvalidArgumentError(absl::StrCat(
        "partial transport needs n x n costs and 1 <= k <= n; got ",
        cost_rc.size(), " costs, n = ", n, ", k = ", k));
  }
  const int64_t size = 2 * n - k;
  std::vector<float> extended(size * size, 0.0f);
  const float dummy = DummyPairCost(cost_rc);
  for (int64_t i = 0; i < size; ++i) {
    float* row = &extended[i * size];
    if (i < n) {
      std::copy_n(&cost_rc[i * n], n, row);
    } else {
      std::fill(row + n, row + size, dummy);
    }
  }
  FLOW_ASSIGN_OR_RETURN(const Assignment solution,
                        SolveAssignment(extended, size));
  PartialMatching matching{{}, solution.cost, solution.duality_gap};
  for (int32_t i = 0; i < n; ++i) {
    const int32_t j = solution.column_of_row[i];
    if (j < n) matching.pairs.emplace_back(i, j);
  }
  return matching;
}

}  // namespace flow::core
