#ifndef CORE_OT_POINT_COSTS_H_
#define CORE_OT_POINT_COSTS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/cost_blocks.h"
#include "core/ot/matching.h"

namespace flow::core {

/// What RaiseBounds() reads: (dim, block), and of `floor` (block).
struct AnchoredBoxes {
  const double *anchor, *low, *high, *floor;
};

enum class GroundCost { kSquaredEuclidean, kEuclidean };

/// Costs |x_i - y_j|^2 or |x_i - y_j| of points, computed in double when they
/// are asked for: O(n dim) memory.
///
/// The columns are the points y in the order of a k-d tree whose leaves are the
/// blocks, so that a block's bounding box bounds its costs from below; the
/// tighter the fewer dimensions. PointOfColumn() undoes the order.
///
/// Prices that fall where costs rise spoil the sum of the two bounds. Anchors
/// mend that for squared distances: for a row x and the anchor g of a block
///
///     |x - y|^2 = |g - y|^2 + sum_k (x_k - g_k) ((x_k - y_k) + (g_k - y_k)),
///
/// whose second term is linear in y, so that a corner of the box bounds it, and
/// is small for an x near g.
class PointCosts : public CostBlocks {
 public:
  /// Finite coordinates, row-major n x dim, that must outlive this object;
  /// dim >= 1.
  PointCosts(absl::Span<const float> x_nd, absl::Span<const float> y_nd,
             int32_t n, int32_t dim, GroundCost cost);

  void Bounds(int32_t row, absl::Span<double> bounds) const override;
  const double* Block(int32_t row, int32_t block,
                      double* scratch) const override;
  double Spread() const override { return spread_; }

  /// The mean of the points x that are paired with the block, (dim, block); the
  /// middle of its box if there are none. Of squared distances alone.
  std::vector<double> Anchors(const Matching& matching) const override;
  void AnchorCosts(absl::Span<const double> anchors,
                   absl::Span<double> costs) const override;
  void RaiseBounds(int32_t row, absl::Span<const double> anchors,
                   absl::Span<const double> floors,
                   absl::Span<double> bounds) const override;

  /// The row of y that each column is.
  const std::vector<int32_t>& PointOfColumn() const { return point_of_column_; }

 private:
  void FillBlocks(absl::Span<const float> y_nd);
  void FillSpread();
  double FromSquare(double square) const;
  double AnchorCoordinate(const Matching& matching, int32_t block,
                          int32_t k) const;

  absl::Span<const float> x_nd_;
  int32_t dim_;
  GroundCost cost_;
  std::vector<int32_t> point_of_column_;
  std::vector<double> y_bkj_;   // (block, dim, column of the block)
  std::vector<double> low_kb_;  // the blocks' bounding boxes
  std::vector<double> high_kb_;
  double spread_ = 0;
  double farthest_ = 0;  // no squared distance is above it
};

}  // namespace flow::core

#endif  // CORE_OT_POINT_COSTS_H_
