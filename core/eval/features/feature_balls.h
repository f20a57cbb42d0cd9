#ifndef CORE_EVAL_FEATURES_FEATURE_BALLS_H_
#define CORE_EVAL_FEATURES_FEATURE_BALLS_H_

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/feature_distances.h"

namespace flow::core {

// Shapes: N and M images, F features.

/// The balls of core/eval/neighbour_balls.h [Kynkaanniemi19, Eq. 1], for
/// features: about each image, as wide as the distance to its k-th nearest
/// neighbour in the set, itself not counted, edges included. Where
/// NeighbourBalls subtracts all rows in float32, here products of matrices
/// decide whatever is not near an edge.
///
/// Ties are exact: what is in a ball is what FeatureDistance says, so that a
/// ball without width, of an image that k others equal, contains its like.
/// Every bit is that of a loop over pairs.
class FeatureBalls {
 public:
  /// Needs 1 <= k < N and what ReadFeatures returns, which it shares. O(N^2 F)
  /// time; 64 N values and a thousand rows a thread. Blocks of 64 rows are the
  /// shards of `pool`.
  FeatureBalls(const at::Tensor& centre_nf, int64_t k, ThreadPool* pool);

  /// For each row of `x_mf`, whether it lies in a ball: 1 or 0. O(N M F) time.
  std::vector<double> Contain(const at::Tensor& x_mf, ThreadPool* pool) const;

 private:
  double SquaredRadius(int64_t i, const double* squared, double margin,
                       int64_t k) const;
  bool Contains(const at::Tensor& x_f, const double* squared,
                double margin) const;

  at::Tensor centre_nf_;
  QuickDistances to_centres_;
  std::vector<double> squared_radius_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_BALLS_H_
