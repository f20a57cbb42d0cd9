#include "core/ot/optimal_matching.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/ot/auction.h"
#include "core/ot/shortest_path.h"

namespace flow::core {
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

}  // namespace

Matching FindOptimalMatching(const CostBlocks& costs, Matching start,
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

}  // namespace flow::core
