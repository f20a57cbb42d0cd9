#ifndef CORE_OT_DENSE_COSTS_H_
#define CORE_OT_DENSE_COSTS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/ot/cost_blocks.h"

namespace flow::core {

/// Costs from a matrix of finite floats, row-major n x n, that must outlive
/// this object. One block, of which nothing is known beforehand.
class DenseCosts : public CostBlocks {
 public:
  DenseCosts(absl::Span<const float> cost_rc, int32_t n);

  void Bounds(int32_t row, absl::Span<double> bounds) const override;
  const double* Block(int32_t row, int32_t block,
                      double* scratch) const override;
  absl::Span<const float> Matrix() const override { return cost_rc_; }
  double Spread() const override;

 private:
  absl::Span<const float> cost_rc_;
};

/// The costs of another source, computed once and kept: 8 n^2 bytes.
class CachedCosts : public CostBlocks {
 public:
  explicit CachedCosts(const CostBlocks& source);

  void Bounds(int32_t row, absl::Span<double> bounds) const override;
  const double* Block(int32_t row, int32_t block,
                      double* scratch) const override;
  double Spread() const override { return spread_; }

 private:
  std::vector<double> cost_rc_;
  double spread_;
};

}  // namespace flow::core

#endif  // CORE_OT_DENSE_COSTS_H_
