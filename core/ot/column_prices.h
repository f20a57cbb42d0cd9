#ifndef CORE_OT_COLUMN_PRICES_H_
#define CORE_OT_COLUMN_PRICES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/cost_blocks.h"

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

  /// Needs `price` >= the price so far.
  void Raise(int32_t column, double price);

  /// Raises all of them to prices found in float32.
  void RaiseAll(absl::Span<const float> prices);

 private:
  const CostBlocks& costs_;
  std::vector<double> price_;
  std::vector<double> floor_;
};

}  // namespace flow::core

#endif  // CORE_OT_COLUMN_PRICES_H_
