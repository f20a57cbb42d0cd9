#include "core/ot/optimal_matching.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/auction.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/kernel_rows.h"
#include "core/ot/shortest_path.h"

namespace flow::core {
namespace {

// The schedule of epsilon, in units of the costs' spread; found by trial on
// Gaussians, mixtures and clusters of 2 to 3072 dimensions.
constexpr double kFirstEpsilon = 1.0 / 8;
constexpr double kFirstEpsilonOfMatrix = 1.0 / 32;
constexpr double kEpsilonFactor = 1.0 / 6;
constexpr double kLastEpsilon = 3e-4;  // over sqrt(n)
constexpr double kLeastEpsilon = 1e-9;

// Beyond this many scans a row the prices were too rough for the paths, and
// another phase at a smaller epsilon is the cheaper way on.
constexpr int64_t kScansPerRow = 10;
constexpr int64_t kScansPerRowOfMatrix = 3;  // each reads the whole row
// So many short scans, of a small matrix, cost less than any phase.
constexpr int64_t kScansOfSmallMatrix = 4096;

// Sums of costs and prices in float32 are off by about 2^-24 of the costs: of
// use down to an epsilon of 16 such errors.
constexpr double kLeastFloatEpsilon = 0x1p-20;
// Costs of which neither the sums nor that epsilon leave the range of floats.
constexpr double kLeastFloatCost = 1e-30, kMostFloatCost = 1e36;

// Infinite where the costs are no matrix of floats.
double LeastFloatEpsilon(const CostBlocks& costs) {
  constexpr double kNever = std::numeric_limits<double>::infinity();
  const absl::Span<const float> matrix = costs.Matrix();
  const auto extremes = FiniteExtremes(matrix.data(), matrix.size());
  if (!extremes) return kNever;
  const double most =
      std::max(std::abs(extremes->least), std::abs(extremes->most));
  if (most < kLeastFloatCost || most > kMostFloatCost) return kNever;
  return kLeastFloatEpsilon * most;
}

/// Auction phases down to smaller and smaller epsilons: in float32 as long as
/// that is precise enough, then in double.
class EpsilonScaling {
 public:
  explicit EpsilonScaling(const CostBlocks& costs)
      : costs_(costs),
        spread_(costs.Spread()),
        epsilon_(spread_ * (costs.Matrix().empty() ? kFirstEpsilon
                                                   : kFirstEpsilonOfMatrix)),
        last_(kLastEpsilon * spread_ / std::sqrt(costs.size())),
        least_float_epsilon_(LeastFloatEpsilon(costs)),
        float_prices_(costs.Matrix().empty() ? 0 : costs.size()) {}

  /// The phases to the next stop, of which each lies below the one before.
  Matching Run(ColumnPrices& prices) {
    for (;;) {
      epsilon_ = std::max(epsilon_, last_);
      const bool at_stop = epsilon_ <= last_;
      Matching matching = RunPhase(prices);
      prices.Anchor(matching);
      epsilon_ *= kEpsilonFactor;
      if (!at_stop) continue;
      TakeFloatPrices(prices);
      last_ = epsilon_ * kEpsilonFactor;
      return matching;
    }
  }

  bool exhausted() const { return last_ < kLeastEpsilon * spread_; }

 private:
  Matching RunPhase(ColumnPrices& prices) {
    if (epsilon_ >= least_float_epsilon_) {
      return RunFloatAuctionPhase(costs_.Matrix(), static_cast<float>(epsilon_),
                                  absl::MakeSpan(float_prices_));
    }
    TakeFloatPrices(prices);
    return RunAuctionPhase(costs_, epsilon_, prices);
  }

  // From here on it is double.
  void TakeFloatPrices(ColumnPrices& prices) {
    least_float_epsilon_ = std::numeric_limits<double>::infinity();
    if (!float_prices_.empty()) prices.RaiseAll(float_prices_);
    float_prices_.clear();
  }

  const CostBlocks& costs_;
  double spread_;
  double epsilon_;
  double last_;
  double least_float_epsilon_;
  std::vector<float> float_prices_;
};

// Whether each row's column is one of its cheapest.
bool AllTight(const CostBlocks& costs, const Matching& matching,
              const ColumnPrices& prices) {
  CheapestColumnSearch search(costs, prices);
  for (int32_t i = 0; i < costs.size(); ++i) {
    const int32_t j = matching.ColumnOf(i);
    if (j == Matching::kFree) return false;
    if (search.Value(i, j) > search.Find(i).value) return false;
  }
  return true;
}

}  // namespace

Matching FindOptimalMatching(const CostBlocks& costs, Matching start,
                             ColumnPrices& prices) {
  if (AllTight(costs, start, prices)) return start;
  EpsilonScaling auction(costs);
  const int64_t n = costs.size();
  const int64_t enough_scans =
      costs.Matrix().empty()
          ? kScansPerRow * n
          : std::max(kScansPerRowOfMatrix * n, kScansOfSmallMatrix);
  for (;;) {
    start = auction.Run(prices);
    ShortestAugmentingPaths paths(costs, start, prices);
    const int64_t max_scans = auction.exhausted()
                                  ? std::numeric_limits<int64_t>::max()
                                  : enough_scans;
    if (paths.Run(max_scans)) return paths.matching();
  }
}

}  // namespace flow::core
