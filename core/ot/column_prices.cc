#include "core/ot/column_prices.h"

#include <algorithm>

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

void ColumnPrices::RaiseAll(absl::Span<const float> prices) {
  std::copy(prices.begin(), prices.end(), price_.begin());
  for (int32_t b = 0; b < costs_.blocks(); ++b) {
    floor_[b] = Minimum(Block(b), costs_.BlockLength(b));
  }
}

}  // namespace flow::core
