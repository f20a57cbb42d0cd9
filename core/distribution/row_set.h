#ifndef CORE_DISTRIBUTION_ROW_SET_H_
#define CORE_DISTRIBUTION_ROW_SET_H_

/// The empirical law of a fixed set of M points, however they are kept.

#include <cstdint>
#include <memory>
#include <optional>

#include "core/distribution/distribution.h"

namespace flow::core {

/// A set says how its rows become points; which of them are drawn is said here.
/// Immutable and thread-safe.
class RowSet : public Distribution {
 public:
  int64_t num_classes() const final { return num_classes_; }
  std::optional<int64_t> size() const final { return rows_; }

  /// Uniform on the set, with replacement.
  Points Draw(int64_t n, Seed seed) const final;

  /// The first n places of a random permutation of the set (Fisher-Yates,
  /// stopped after n exchanges); a longer draw begins with the shorter one.
  Points DrawDistinct(int64_t n, Seed seed) const final;

  Points At(const at::Tensor& index_n, Seed seed) const final;

  /// The class of each row, int64 [M]; undefined without classes.
  const at::Tensor& label_m() const { return label_m_; }

  /// The set of the rows `index_k` (int64 [K], K >= 1) of this one.
  virtual std::shared_ptr<const RowSet> Select(
      const at::Tensor& index_k) const = 0;

  /// The same rows with other labels: int64 [M] in [0, num_classes).
  virtual std::shared_ptr<const RowSet> Relabelled(
      at::Tensor label_m, int64_t num_classes) const = 0;

 protected:
  /// Needs rows >= 1; with num_classes > 0 also int64 label_m [rows] in
  /// [0, num_classes).
  RowSet(int64_t rows, at::Tensor label_m, int64_t num_classes);

  /// The points at the rows `index_n`, float32 [N, D]. What is random about
  /// them depends, for row i of the result, on the seed and on i alone.
  virtual at::Tensor RowsAt(const at::Tensor& index_n, Seed seed) const = 0;

  /// The labels of the rows `index_k`; undefined without classes.
  at::Tensor LabelsAt(const at::Tensor& index_k) const;

 private:
  int64_t rows_;
  at::Tensor label_m_;
  int64_t num_classes_;
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_ROW_SET_H_
