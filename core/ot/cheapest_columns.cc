#include "core/ot/cheapest_columns.h"

#include <algorithm>

#include "absl/types/span.h"
#include "core/ot/minimum.h"

namespace flow::core {
namespace {

// A run is first known by its minimum alone, which is fast; the columns
// themselves are looked at in the one run that has the cheapest.
constexpr int32_t kRun = 128;

}  // namespace

CheapestColumnSearch::CheapestColumnSearch(const CostBlocks& costs,
                                           const ColumnPrices& prices)
    : costs_(costs),
      prices_(prices),
      bounds_(costs.blocks()),
      scratch_(costs.block_size()) {}

CheapestColumns CheapestColumnSearch::Find(int32_t row) {
  prices_.LowerBounds(row, absl::MakeSpan(bounds_));
  const int32_t blocks = costs_.blocks();
  // the most promising block first: it makes most others not worth a visit
  const double least = Minimum(bounds_.data(), blocks);
  const int32_t first = FirstEqual(bounds_.data(), blocks, least);
  best_ = {};
  Visit(row, first);
  // the second of its run makes the limit tight from the start
  Resolve(row);
  int32_t b = 0;
  while ((b = NextBelow(bounds_.data(), b, blocks, best_.second_value)) <
         blocks) {
    if (b != first) Visit(row, b);
    ++b;
  }
  Resolve(row);
  return best_;
}

void CheapestColumnSearch::Visit(int32_t row, int32_t block) {
  const double* costs = costs_.Block(row, block, scratch_.data());
  const double* prices = prices_.Block(block);
  const int32_t length = costs_.BlockLength(block);
  for (int32_t begin = 0; begin < length; begin += kRun) {
    const int32_t count = std::min(kRun, length - begin);
    const double least = MinimumOfSum(costs + begin, prices + begin, count);
    if (least < best_.value) {
      best_.second_value = best_.value;
      best_.value = least;
      best_.column = kUnresolved;
      best_run_ = costs_.BlockBegin(block) + begin;
    } else if (least < best_.second_value) {
      best_.second_value = least;
    }
  }
}

void CheapestColumnSearch::Resolve(int32_t row) {
  if (best_.column != kUnresolved) return;
  const int32_t block = costs_.BlockOf(best_run_);
  const int32_t block_begin = costs_.BlockBegin(block);
  const double* costs = costs_.Block(row, block, scratch_.data());
  const double* prices = prices_.Block(block);
  const int32_t begin = best_run_ - block_begin;
  const int32_t end = std::min(begin + kRun, costs_.BlockLength(block));
  const int32_t at = begin + FirstEqualSum(costs + begin, prices + begin,
                                           end - begin, best_.value);
  best_.column = block_begin + at;
  best_.second_value =
      std::min({best_.second_value,
                MinimumOfSum(costs + begin, prices + begin, at - begin),
                MinimumOfSum(costs + at + 1, prices + at + 1, end - at - 1)});
}

double CheapestColumnSearch::Cost(int32_t row, int32_t column) {
  const int32_t block = costs_.BlockOf(column);
  const double* costs = costs_.Block(row, block, scratch_.data());
  return costs[column - costs_.BlockBegin(block)];
}

}  // namespace flow::core
