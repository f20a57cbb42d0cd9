#ifndef CORE_EVAL_SQUARED_DISTANCES_H_
#define CORE_EVAL_SQUARED_DISTANCES_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

// Shapes: N points, D dimensions.

/// Squared Euclidean distances from any point to runs of points of one cloud,
/// in float32. Coordinates are subtracted before they are squared: the
/// expansion |x|^2 + |y|^2 - 2 x.y would lose the digits of near neighbours.
/// Thread-safe.
class SquaredDistances {
 public:
  /// Copies `cloud`.
  explicit SquaredDistances(const PointCloud& cloud);

  int64_t size() const { return n_; }

  /// Writes the distances from `x` [D] to the points begin, begin + 1, … of the
  /// cloud into `out`, as many as it holds. Each is the same, bit by bit,
  /// whatever run it is computed in.
  void Compute(absl::Span<const float> x, int64_t begin,
               absl::Span<float> out) const;

 private:
  int64_t n_;
  std::vector<float> coordinate_dn_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_SQUARED_DISTANCES_H_
