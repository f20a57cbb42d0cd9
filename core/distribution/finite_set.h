#ifndef CORE_DISTRIBUTION_FINITE_SET_H_
#define CORE_DISTRIBUTION_FINITE_SET_H_

/// The empirical law of a fixed set of M points: a data set.

#include <cstdint>
#include <memory>
#include <optional>

#include "core/distribution/row_set.h"

namespace flow::core {

/// Immutable and thread-safe; keeps the tensors that it is given.
class FiniteSet : public RowSet {
 public:
  /// Needs float32 x_nd [M, D] with M, D >= 1 and finite points; with
  /// num_classes > 0 also int64 label_n [M] in [0, num_classes).
  explicit FiniteSet(Points points, int64_t num_classes = 0);

  int64_t dim() const override { return x_md_.size(1); }

  /// The mean and covariance of the set itself (divided by M, not M - 1).
  std::optional<Moments> ExactMoments() const override;

  std::shared_ptr<const RowSet> Select(
      const at::Tensor& index_k) const override;
  std::shared_ptr<const RowSet> Relabelled(at::Tensor label_m,
                                           int64_t num_classes) const override;

  /// All the points in their own order.
  Points points() const { return {x_md_, label_m()}; }

 private:
  at::Tensor RowsAt(const at::Tensor& index_n, Seed seed) const override;

  at::Tensor x_md_;
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_FINITE_SET_H_
