#include "core/ot/column_prices.h"

#include <algorithm>
#include <utility>

#include "absl/types/span.h"
#include "core/ot/minimum.h"

namespace flow::core {

ColumnPrices::ColumnPrices(const CostBlocks& costs)
    : costs_(costs), price_(costs.size()), floor_(costs.blocks()) {}

void ColumnPrices::Raise(int32_t column, double price) {
  const int32_t block = costs_.BlockOf(column);
  const double before = std::exchange(price_[column], price);
  if (before == floor_[block]) {
    floor_[block] = Minimum(Block(block), costs_.BlockLength(block));
  }
  if (!anchors_.empty() &&
      before + anchor_cost_[column] == anchored_floor_[block]) {
    FindAnchoredFloor(block);
  }
}

void ColumnPrices::RaiseAll(absl::Span<const float> prices) {
  std::copy(prices.begin(), prices.end(), price_.begin());
  for (int32_t b = 0; b < costs_.blocks(); ++b) {
    floor_[b] = Minimum(Block(b), costs_.BlockLength(b));
    if (!anchors_.empty()) FindAnchoredFloor(b);
  }
}

void ColumnPrices::LowerBounds(int32_t row, absl::Span<double> bounds) const {
  costs_.Bounds(row, bounds);
  for (size_t b = 0; b < bounds.size(); ++b) bounds[b] += floor_[b];
  if (anchors_.empty()) return;
  costs_.RaiseBounds(row, anchors_, anchored_floor_, bounds);
}

void ColumnPrices::Anchor(const Matching& matching) {
  anchors_ = costs_.Anchors(matching);
  if (anchors_.empty()) return;
  anchor_cost_.resize(costs_.size());
  anchored_floor_.resize(costs_.blocks());
  costs_.AnchorCosts(anchors_, absl::MakeSpan(anchor_cost_));
  for (int32_t b = 0; b < costs_.blocks(); ++b) FindAnchoredFloor(b);
}

void ColumnPrices::FindAnchoredFloor(int32_t block) {
  anchored_floor_[block] =
      MinimumOfSum(Block(block), &anchor_cost_[costs_.BlockBegin(block)],
                   costs_.BlockLength(block));
}

}  // namespace flow::core
