#ifndef CORE_OT_SQUARED_COSTS_H_
#define CORE_OT_SQUARED_COSTS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace flow::core {

/// Squared Euclidean costs |x - y_j|^2 from any point x to all points of one
/// cloud, in float32. Coordinates are subtracted before they are squared, so
/// that near points keep their digits. Thread-safe.
class SquaredCosts {
 public:
  /// Copies `y_nd`, row-major n x dim; dim >= 1.
  SquaredCosts(absl::Span<const float> y_nd, int64_t n, int64_t dim);

  int64_t size() const { return n_; }
  int64_t dim() const { return dim_; }

  /// Writes the size() costs of `x` [dim] to `out`.
  void Row(const float* x, float* out) const;

 private:
  int64_t n_, dim_;
  std::vector<float> y_dn_;
};

/// The costs of all pairs, row-major: |x_i - y_j|^2 for x of `n` rows.
std::vector<float> AllSquaredCosts(absl::Span<const float> x_nd,
                                   const SquaredCosts& costs, int64_t n);

}  // namespace flow::core

#endif  // CORE_OT_SQUARED_COSTS_H_
