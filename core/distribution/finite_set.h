#ifndef CORE_DISTRIBUTION_FINITE_SET_H_
#define CORE_DISTRIBUTION_FINITE_SET_H_

/// The empirical law of a fixed set of M points: a data set.

#include <cstdint>
#include <optional>

#include "core/distribution/distribution.h"

namespace flow::core {

/// Immutable and thread-safe; keeps the tensors that it is given.
class FiniteSet : public Distribution {
 public:
  /// Needs float32 x_nd [M, D] with M, D >= 1 and finite points; with
  /// num_classes > 0 also int64 label_n [M] in [0, num_classes).
  explicit FiniteSet(Points points, int64_t num_classes = 0);

  int64_t dim() const override { return points_.x_nd.size(1); }
  int64_t num_classes() const override { return num_classes_; }
  std::optional<int64_t> size() const override { return points_.x_nd.size(0); }

  /// Uniform on the set, with replacement.
  Points Draw(int64_t n, Seed seed) const override;

  /// The first n places of a random permutation of the set (Fisher-Yates,
  /// stopped after n exchanges); a longer draw begins with the shorter one.
  Points DrawDistinct(int64_t n, Seed seed) const override;

  /// The mean and covariance of the set itself (divided by M, not M - 1).
  std::optional<Moments> ExactMoments() const override;

  /// All the points in their own order.
  const Points& points() const { return points_; }

 private:
  // The points at the rows `index_n`.
  Points At(const at::Tensor& index_n) const;

  Points points_;
  int64_t num_classes_;
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_FINITE_SET_H_
