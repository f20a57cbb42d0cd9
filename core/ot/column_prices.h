#ifndef CORE_OT_COLUMN_PRICES_H_
#define CORE_OT_COLUMN_PRICES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/matching.h"

namespace flow::core {

/// A price p_j >= 0 for each column: -v_j, the negated dual variable. Row i
/// pays c_ij + p_j for column j. Prices only rise, from zero.
/// Not thread-safe.
class ColumnPrices {
 public:
  /// `costs` gives the blocks and must outlive this object.
  explicit ColumnPrices(const CostBlocks& costs);

  double operator[](int32_t column) const { return price_[column]; }
  const double* Block(int32_t block) const {
    return &price_[costs_.BlockBegin(block)];
  }

  /// The least price in the block.
  double Floor(int32_t block) const { return floor_[block]; }

  /// Writes for every block a value that row `row` pays at least for any of its
  /// columns, c_ij + p_j.
  void LowerBounds(int32_t row, absl::Span<double> bounds) const;

  /// Makes LowerBounds() sharp for the rows that the matching pairs with a
  /// block and those near them, where the costs know how.
  void Anchor(const Matching& matching);

  /// Needs `price` >= the price so far.
  void Raise(int32_t column, double price);

  /// Raises all of them to prices found in float32.
  void RaiseAll(absl::Span<const float> prices);

 private:
  void FindAnchoredFloor(int32_t block);

  const CostBlocks& costs_;
  std::vector<double> price_;
  std::vector<double> floor_;
  // of the anchors, all empty where there are none
  std::vector<double> anchors_;
  std::vector<double> anchor_cost_;     // of each column
  std::vector<double> anchored_floor_;  // least sum with the price, by block
};

}  // namespace flow::core

#endif  // CORE_OT_COLUMN_PRICES_H_
