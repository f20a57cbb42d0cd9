#include "core/ot/auction.h"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/base/check.h"
#include "core/ot/cheapest_columns.h"
#include "core/ot/minimum.h"

namespace flow::core {
namespace {

// a phase usually takes 3 to 15 bids a row
constexpr int64_t kMaxBidsPerRow = 100;

// `bid(row)` raises the price of the row's cheapest column, and returns it.
template <typename Bid>
Matching RunBids(int32_t n, Bid bid) {
  Matching matching(n);
  int64_t bids_left = kMaxBidsPerRow * n;
  std::vector<int32_t> bidders(n), displaced_rows;
  std::iota(bidders.begin(), bidders.end(), 0);
  while (!bidders.empty() && bids_left > 0) {
    for (const int32_t row : bidders) {
      if (bids_left-- == 0) break;
      const int32_t displaced = matching.Pair(row, bid(row));
      if (displaced != Matching::kFree) displaced_rows.push_back(displaced);
    }
    bidders.swap(displaced_rows);
    displaced_rows.clear();
  }
  return matching;
}

// w2 - w1 + epsilon; there is no w2 where there is one column alone.
template <typename T>
T Raise(T least, T second, T epsilon) {
  const T margin = second - least;
  return std::isfinite(margin) ? margin + epsilon : epsilon;
}

}  // namespace

Matching RunAuctionPhase(const CostBlocks& costs, double epsilon,
                         ColumnPrices& prices) {
  FLOW_CHECK(epsilon > 0) << "got " << epsilon;
  CheapestColumnSearch search(costs, prices);
  return RunBids(costs.size(), [&](int32_t row) {
    const auto [column, value, second_value] = search.Find(row);
    prices.Raise(column, prices[column] + Raise(value, second_value, epsilon));
    return column;
  });
}

Matching RunFloatAuctionPhase(absl::Span<const float> cost_rc, float epsilon,
                              absl::Span<float> prices) {
  FLOW_CHECK(epsilon > 0) << "got " << epsilon;
  const int32_t n = static_cast<int32_t>(prices.size());
  const TwoLeastScan two_least = ChosenTwoLeastOfSum();
  return RunBids(n, [&](int32_t row) {
    const float* costs = &cost_rc[static_cast<size_t>(row) * n];
    const auto [column, least, second] = two_least(costs, prices.data(), n);
    prices[column] += Raise(least, second, epsilon);
    return column;
  });
}

}  // namespace flow::core
