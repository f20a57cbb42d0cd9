#ifndef CORE_OT_POINT_COSTS_H_
#define CORE_OT_POINT_COSTS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/cost_blocks.h"

namespace flow::core {

enum class GroundCost { kSquaredEuclidean, kEuclidean };

/// Costs |x_i - y_j|^2 or |x_i - y_j| of points, computed in double when they
/// are asked for: O(n dim) memory.
///
/// The columns are the points y in the order of a k-d tree whose leaves are the
/// blocks, so that a block's bounding box bounds its costs from below; the
/// tighter the fewer dimensions. PointOfColumn() undoes the order.
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

  /// The row of y that each column is.
  const std::vector<int32_t>& PointOfColumn() const { return point_of_column_; }

 private:
  void FillBlocks(absl::Span<const float> y_nd);
  void FillSpread();
  double FromSquare(double square) const;

  absl::Span<const float> x_nd_;
  int32_t dim_;
  GroundCost cost_;
  std::vector<int32_t> point_of_column_;
  std::vector<double> y_bkj_;   // (block, dim, column of the block)
  std::vector<double> low_kb_;  // the blocks' bounding boxes
  std::vector<double> high_kb_;
  double spread_ = 0;
};

}  // namespace flow::core

#endif  // CORE_OT_POINT_COSTS_H_
