#ifndef CORE_EVAL_NEIGHBOUR_BALLS_H_
#define CORE_EVAL_NEIGHBOUR_BALLS_H_

#include <cstdint>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

/// A set of points as an estimate of where its law has mass: the union of balls
/// about the points, each as wide as the point's distance to its k-th nearest
/// neighbour in the set, itself not counted [Kynkaanniemi19, Eq. 1].
class NeighbourBalls {
 public:
  /// Needs 1 <= k < cloud.size(). O(N^2 D) time, O(N) memory a thread.
  NeighbourBalls(const PointCloud& cloud, int64_t k, ThreadPool* pool);

  /// For each point of `x`, whether it lies in a ball, edges included: 1 or 0.
  /// O(N M D) time.
  std::vector<double> Contain(const PointCloud& x, ThreadPool* pool) const;

 private:
  PointCloud cloud_;
  std::vector<float> squared_radii_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_NEIGHBOUR_BALLS_H_
