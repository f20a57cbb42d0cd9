#ifndef CORE_OT_OPTIMAL_MATCHING_H_
#define CORE_OT_OPTIMAL_MATCHING_H_

#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/matching.h"

namespace flow::core {

/// Pairs all rows and columns at the least total cost, and raises `prices` to
/// ones that prove it: each row's column is one of its cheapest.
///
/// Auction phases with falling epsilon, then shortest augmenting paths from the
/// pairs that are exactly tight. Paths that take too many scans hand back to an
/// auction of smaller epsilon, at most a few times. Where the pairs of `start`
/// are tight already, as for two equal clouds or constant costs, neither runs.
/// Deterministic.
Matching FindOptimalMatching(const CostBlocks& costs, Matching start,
                             ColumnPrices& prices);

}  // namespace flow::core

#endif  // CORE_OT_OPTIMAL_MATCHING_H_
