#ifndef CORE_OT_COST_BLOCKS_H_
#define CORE_OT_COST_BLOCKS_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/matching.h"

namespace flow::core {

/// The n x n costs c_ij of an assignment problem, read one block of columns at
/// a time. Columns [b * block_size(), (b + 1) * block_size()) are block b; the
/// last may be shorter. A source that knows a lower bound of a block lets a
/// search pass it by. Thread-safe: reading changes nothing but the scratch.
class CostBlocks {
 public:
  /// Needs block_size >= 1.
  CostBlocks(int32_t size, int32_t block_size)
      : size_(size), block_size_(block_size) {}
  virtual ~CostBlocks() = default;

  int32_t size() const { return size_; }
  int32_t block_size() const { return block_size_; }
  int32_t blocks() const { return (size_ + block_size_ - 1) / block_size_; }
  int32_t BlockOf(int32_t column) const { return column / block_size_; }
  int32_t BlockBegin(int32_t block) const { return block * block_size_; }
  int32_t BlockLength(int32_t block) const {
    return std::min(block_size_, size_ - BlockBegin(block));
  }

  /// Writes for every block a value that no cost of `row` in it goes below,
  /// in floating point too; -infinity where nothing is known.
  virtual void Bounds(int32_t row, absl::Span<double> bounds) const = 0;

  /// Anchors: for each block a place among the rows of which the costs are
  /// known to say much about the rows near by. Chosen by the rows that the
  /// matching pairs with the block; empty where the source has none. What is in
  /// them only the source knows.
  virtual std::vector<double> Anchors(const Matching& matching) const {
    return {};
  }

  /// Writes for every column its cost from the anchor of its block.
  virtual void AnchorCosts(absl::Span<const double> anchors,
                           absl::Span<double> costs) const {}

  /// Given the least sum of such a cost and a price in each block, `floors`,
  /// raises each of `bounds` to what the row pays for a column of the block at
  /// the least, if that is more.
  virtual void RaiseBounds(int32_t row, absl::Span<const double> anchors,
                           absl::Span<const double> floors,
                           absl::Span<double> bounds) const {}

  /// The costs of `row` in `block`, written to `scratch` (block_size() long) or
  /// found elsewhere; valid until the scratch is written again.
  virtual const double* Block(int32_t row, int32_t block,
                              double* scratch) const = 0;

  /// All the costs as a row-major matrix of floats, where the source is one;
  /// empty where it is not.
  virtual absl::Span<const float> Matrix() const { return {}; }

  /// At least max c_ij - min c_ij, and 0 only if all the costs are equal.
  virtual double Spread() const = 0;

 private:
  int32_t size_;
  int32_t block_size_;
};

}  // namespace flow::core

#endif  // CORE_OT_COST_BLOCKS_H_
