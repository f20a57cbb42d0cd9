#include "core/ot/solver.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/ot/auction.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/column_prices.h"
#include "core/ot/matching.h"
#include "core/ot/shortest_path.h"

namespace flow::core::internal {
namespace {

// The schedule of epsilon, in units of the costs' spread; found by trial on
// Gaussians, mixtures and clusters of 2 to 64 dimensions.
constexpr double kFirstEpsilon = 1.0 / 8;
constexpr double kEpsilonFactor = 1.0 / 6;
constexpr double kLastEpsilon = 3e-4;  // over sqrt(n)
constexpr double kLeastEpsilon = 1e-9;

// Beyond this many scans a row the prices were too rough for the paths, and
// another phase at a smaller epsilon is the cheaper way on.
constexpr int64_t kScansPerRow = 10;

/// Auction phases down to smaller and smaller epsilons.
class EpsilonScaling {
 public:
  explicit EpsilonScaling(const CostBlocks& costs)
      : costs_(costs),
        spread_(costs.Spread()),
        epsilon_(kFirstEpsilon * spread_),
        last_(kLastEpsilon * spread_ / std::sqrt(costs.size())) {}

  /// The phases to the next stop, of which each lies below the one before.
  Matching Run(ColumnPrices& prices) {
    for (;;) {
      epsilon_ = std::max(epsilon_, last_);
      Matching matching = RunAuctionPhase(costs_, epsilon_, prices);
      const bool at_stop = epsilon_ <= last_;
      epsilon_ *= kEpsilonFactor;
      if (!at_stop) continue;
      last_ = epsilon_ * kEpsilonFactor;
      return matching;
    }
  }

  bool exhausted() const { return last_ < kLeastEpsilon * spread_; }

 private:
  const CostBlocks& costs_;
  double spread_;
  double epsilon_;
  double last_;
};

Matching SolveFrom(Matching start, const CostBlocks& costs,
                   ColumnPrices& prices) {
  EpsilonScaling auction(costs);
  // no auction at all where each row has a cheapest column of its own
  int64_t max_scans = -1;
  for (;;) {
    ShortestAugmentingPaths paths(costs, start, prices);
    if (paths.Run(max_scans)) return paths.matching();
    start = auction.Run(prices);
    max_scans = auction.exhausted() ? std::numeric_limits<int64_t>::max()
                                    : kScansPerRow * costs.size();
  }
}

// The assignment and its certificate, from nothing but costs and prices.
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

}  // namespace

Assignment SolveCosts(const CostBlocks& costs,
                      const std::vector<int32_t>& point_of_column) {
  Matching identity(costs.size());
  for (int32_t j = 0; j < costs.size(); ++j) {
    identity.Pair(point_of_column[j], j);
  }
  ColumnPrices prices(costs);
  const Matching best = SolveFrom(std::move(identity), costs, prices);
  return Certify(best, costs, prices, point_of_column);
}

}  // namespace flow::core::internal
