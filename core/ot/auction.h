#ifndef CORE_OT_AUCTION_H_
#define CORE_OT_AUCTION_H_

#include "absl/types/span.h"
#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/matching.h"

namespace flow::core {

/// One phase of the Gauss-Seidel auction [Bertsekas88]: a free row i takes its
/// cheapest column j and raises the price by
///
///     p_j += w2 - w1 + epsilon,
///
/// w1 and w2 being the least and the second least of c_ij + p_j; the row that
/// held j is free again. At the end each row pays at most epsilon more than its
/// cheapest column costs, so the matching is within n * epsilon of the optimum.
///
/// Starts from no pairs and from the given prices, which only rise. Ends early
/// after a number of bids that grows with n, with rows left free: a bad phase
/// costs time, never the answer. Needs epsilon > 0, large enough against the
/// prices to change them. Deterministic.
Matching RunAuctionPhase(const CostBlocks& costs, double epsilon,
                         ColumnPrices& prices);

/// The same in float32, with half the memory to read and twice the numbers in a
/// vector. Costs row-major n x n for n prices. Of use down to an epsilon of
/// some rounding errors of the costs and the prices.
Matching RunFloatAuctionPhase(absl::Span<const float> cost_rc, float epsilon,
                              absl::Span<float> prices);

}  // namespace flow::core

#endif  // CORE_OT_AUCTION_H_
