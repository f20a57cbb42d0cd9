#include "core/ot/auction.h"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/ot/cheapest_columns.h"

namespace flow::core {
namespace {

// a phase usually takes 3 to 15 bids a row
constexpr int64_t kMaxBidsPerRow = 100;

}  // namespace

Matching RunAuctionPhase(const CostBlocks& costs, double epsilon,
                         ColumnPrices& prices) {
  FLOW_CHECK(epsilon > 0) << "got " << epsilon;
  CheapestColumnSearch search(costs, prices);
  Matching matching(costs.size());
  int64_t bids_left = kMaxBidsPerRow * costs.size();
  std::vector<int32_t> bidders(costs.size()), displaced_rows;
  std::iota(bidders.begin(), bidders.end(), 0);
  while (!bidders.empty() && bids_left > 0) {
    for (const int32_t row : bidders) {
      if (bids_left-- == 0) break;
      const CheapestColumns cheapest = search.Find(row);
      const double margin = cheapest.second_value - cheapest.value;
      const double raise = std::isfinite(margin) ? margin + epsilon : epsilon;
      prices.Raise(cheapest.column, prices[cheapest.column] + raise);
      const int32_t displaced = matching.Pair(row, cheapest.column);
      if (displaced != Matching::kFree) displaced_rows.push_back(displaced);
    }
    bidders = std::exchange(displaced_rows, {});
  }
  return matching;
}

}  // namespace flow::core
