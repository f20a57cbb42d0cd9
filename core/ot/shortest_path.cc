#include "core/ot/shortest_path.h"

#include <algorithm>
#include <limits>

#include "absl/types/span.h"
#include "core/base/check.h"
#include "core/ot/minimum.h"
#include "core/ot/path_scan.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

ShortestAugmentingPaths::ShortestAugmentingPaths(const CostBlocks& costs,
                                                 const Matching& start,
                                                 ColumnPrices& prices)
    : costs_(costs),
      prices_(prices),
      matching_(costs.size()),
      row_dual_(costs.size()),
      occupied_(costs.size()),
      toll_(costs.size()),
      distance_(costs.size()),
      nearest_in_block_(costs.blocks()),
      row_before_(costs.size()),
      bounds_(costs.blocks()),
      scratch_(costs.block_size()) {
  const int32_t n = costs.size();
  CheapestColumnSearch search(costs, prices);
  std::vector<int32_t> cheapest_column(n);
  for (int32_t i = 0; i < n; ++i) {
    const CheapestColumns cheapest = search.Find(i);
    cheapest_column[i] = cheapest.column;
    row_dual_[i] = cheapest.value;
    const int32_t j = start.ColumnOf(i);
    // <=: a tie with the cheapest column is as tight as the cheapest
    if (j != Matching::kFree && search.Value(i, j) <= cheapest.value) {
      matching_.Pair(i, j);
    }
  }
  for (int32_t i = 0; i < n; ++i) {
    const int32_t j = cheapest_column[i];
    if (matching_.ColumnOf(i) == Matching::kFree &&
        matching_.RowOf(j) == Matching::kFree) {
      matching_.Pair(i, j);
    }
  }
  for (int32_t j = 0; j < n; ++j) {
    occupied_[j] = matching_.RowOf(j) == Matching::kFree ? 0 : kInfinity;
    toll_[j] = prices[j];
  }
}

bool ShortestAugmentingPaths::Run(int64_t max_scans) {
  for (int32_t i = 0; i < costs_.size(); ++i) {
    if (matching_.ColumnOf(i) != Matching::kFree) continue;
    if (scans_ > max_scans) return false;
    Augment(i);
  }
  return true;
}

void ShortestAugmentingPaths::Augment(int32_t free_row) {
  std::fill(distance_.begin(), distance_.end(), kInfinity);
  std::fill(nearest_in_block_.begin(), nearest_in_block_.end(), kInfinity);
  closed_.clear();
  nearest_free_ = kInfinity;
  int32_t row = free_row;
  double distance = 0;
  for (;;) {
    Scan(row, distance - row_dual_[row]);
    distance = Minimum(nearest_in_block_.data(), costs_.blocks());
    const int32_t column = NearestColumn(distance);
    row = matching_.RowOf(column);
    if (row == Matching::kFree) {
      RaisePrices(free_row, distance);
      SwapAlongPath(free_row, column);
      return;
    }
    Close(column, distance);
  }
}

void ShortestAugmentingPaths::Scan(int32_t row, double offset) {
  ++scans_;
  prices_.LowerBounds(row, absl::MakeSpan(bounds_));
  for (int32_t b = 0; b < costs_.blocks(); ++b) {
    // beyond the nearest free column no path is of use
    if (bounds_[b] + offset < nearest_free_) Relax(row, b, offset);
  }
}

void ShortestAugmentingPaths::Relax(int32_t row, int32_t block, double offset) {
  const int32_t length = costs_.BlockLength(block);
  const int32_t begin = costs_.BlockBegin(block);
  const NearestDistances nearest = flow::core::Relax(
      row, costs_.Block(row, block, scratch_.data()), offset, length,
      {&toll_[begin], &occupied_[begin], &distance_[begin],
       &row_before_[begin]});
  nearest_in_block_[block] = nearest.any;
  nearest_free_ = std::min(nearest_free_, nearest.free);
}

// A column at `distance`, the least of all; a free one wherever there is one.
int32_t ShortestAugmentingPaths::NearestColumn(double distance) const {
  const bool has_free = distance == nearest_free_;
  for (int32_t b = 0; b < costs_.blocks(); ++b) {
    if (nearest_in_block_[b] != distance) continue;
    const int32_t begin = costs_.BlockBegin(b), length = costs_.BlockLength(b);
    const double* distances = &distance_[begin];
    const int32_t at =
        has_free ? FirstEqualSum(distances, &occupied_[begin], length, distance)
                 : FirstEqual(distances, length, distance);
    if (at < length) return begin + at;
  }
  FLOW_CHECK(false) << "no column at distance " << distance;
  return Matching::kFree;
}

void ShortestAugmentingPaths::Close(int32_t column, double distance) {
  closed_.push_back({column, distance});
  distance_[column] = kInfinity;
  toll_[column] = kInfinity;
  const int32_t block = costs_.BlockOf(column);
  nearest_in_block_[block] =
      Minimum(&distance_[costs_.BlockBegin(block)], costs_.BlockLength(block));
}

void ShortestAugmentingPaths::RaisePrices(int32_t free_row, double length) {
  row_dual_[free_row] += length;
  for (const Closed& closed : closed_) {
    // rounding may leave a distance a hair beyond the length
    const double raise = std::max(length - closed.distance, 0.0);
    row_dual_[matching_.RowOf(closed.column)] += raise;
    prices_.Raise(closed.column, prices_[closed.column] + raise);
    toll_[closed.column] = prices_[closed.column];
  }
}

void ShortestAugmentingPaths::SwapAlongPath(int32_t free_row,
                                            int32_t free_column) {
  occupied_[free_column] = kInfinity;
  int32_t column = free_column;
  for (;;) {
    const int32_t row = static_cast<int32_t>(row_before_[column]);
    const int32_t next = matching_.ColumnOf(row);
    matching_.Pair(row, column);
    if (row == free_row) return;
    column = next;
  }
}

}  // namespace flow::core
