#include "core/distribution/row_set.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/tensor/distinct_index.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

RowSet::RowSet(int64_t rows, at::Tensor label_m, int64_t num_classes)
    : rows_(rows), num_classes_(num_classes) {
  FLOW_CHECK(rows >= 1) << "a set of no points";
  if (num_classes == 0) return;
  FLOW_CHECK(label_m.defined() && label_m.dim() == 1 &&
             label_m.size(0) == rows && label_m.scalar_type() == at::kLong)
      << "labels must be int64 [M=" << rows << "]";
  FLOW_CHECK(label_m.min().item<int64_t>() >= 0 &&
             label_m.max().item<int64_t>() < num_classes)
      << "labels must lie in [0, " << num_classes << ")";
  label_m_ = std::move(label_m);
}

Points RowSet::Draw(int64_t n, Seed seed) const {
  return At(IndexTensor(seed, rows_, n), seed);
}

Points RowSet::DrawDistinct(int64_t n, Seed seed) const {
  FLOW_CHECK(n <= rows_) << "cannot draw " << n << " distinct points of "
                         << rows_;
  return At(DistinctIndexTensor(seed, rows_, n), seed);
}

at::Tensor RowSet::LabelsAt(const at::Tensor& index_k) const {
  if (num_classes_ == 0) return at::Tensor();
  return label_m_.index_select(/*dim=*/0, index_k);
}

Points RowSet::At(const at::Tensor& index_n, Seed seed) const {
  return {RowsAt(index_n, seed), LabelsAt(index_n)};
}

}  // namespace flow::core
