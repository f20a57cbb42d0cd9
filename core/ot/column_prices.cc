#include "core/ot/column_prices.h"

#include "core/ot/minimum.h"

namespace flow::core {

ColumnPrices::ColumnPrices(const CostBlocks& costs)
    : costs_(costs), price_(costs.size()), floor_(costs.blocks()) {}

void ColumnPrices::Raise(int32_t column, double price) {
  const int32_t block = costs_.BlockOf(column);
  const bool was_floor = price_[column] == floor_[block];
  price_[column] = price;
  if (was_floor) {
    floor_[block] = Minimum(Block(block), costs_.BlockLength(block));
  }
}

}  // namespace flow::core
