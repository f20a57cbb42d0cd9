#ifndef CORE_OT_SHORTEST_PATH_H_
#define CORE_OT_SHORTEST_PATH_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "core/ot/cheapest_columns.h"
#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/matching.h"

namespace flow::core {

/// Completes a matching by successive shortest augmenting paths
/// [Jonker87], the exact part of the solver.
///
/// Invariant, with u_i = min_j (c_ij + p_j): each pair (i, j) is tight,
/// c_ij + p_j = u_i, hence optimal among all matchings of those rows. From a
/// free row Dijkstra's algorithm over the reduced costs c_ij + p_j - u_i >= 0
/// finds the nearest free column at distance m; raising p_j by m - d_j and u_i
/// likewise for what lies nearer makes the path tight, and swapping along it
/// adds a pair. Deterministic. Not thread-safe.
class ShortestAugmentingPaths {
 public:
  /// Keeps the pairs of `start` that are tight under `prices`, and then pairs
  /// free rows with their cheapest columns where those are free. Everything
  /// given must outlive this object; `prices` only rise.
  ShortestAugmentingPaths(const CostBlocks& costs, const Matching& start,
                          ColumnPrices& prices);

  /// Augments until no row is free and returns true; or returns false, with the
  /// invariant kept, once more than `max_scans` rows have been scanned.
  bool Run(int64_t max_scans);

  const Matching& matching() const { return matching_; }

 private:
  // a column that the search has left behind, at its final distance
  struct Closed {
    int32_t column;
    double distance;
  };

  void Augment(int32_t free_row);
  void Scan(int32_t row, double offset);
  void Relax(int32_t row, int32_t block, double offset);
  int32_t NearestColumn(double distance) const;
  void Close(int32_t column, double distance);
  void RaisePrices(int32_t free_row, double length);
  void SwapAlongPath(int32_t free_row, int32_t free_column);

  const CostBlocks& costs_;
  ColumnPrices& prices_;
  Matching matching_;
  int64_t scans_ = 0;
  std::vector<double> row_dual_;  // u_i
  std::vector<double> occupied_;  // +infinity for a paired column, else 0
  std::vector<double> toll_;      // p_j, +infinity for a closed column

  // of the search under way
  std::vector<double> distance_;          // tentative; +infinity when closed
  std::vector<double> nearest_in_block_;  // minima of distance_
  std::vector<int64_t> row_before_;       // the last row of the path to j
  std::vector<Closed> closed_;
  double nearest_free_ = 0;  // the least distance of a free column so far

  std::vector<double> bounds_;
  std::vector<double> scratch_;
};

}  // namespace flow::core

#endif  // CORE_OT_SHORTEST_PATH_H_
