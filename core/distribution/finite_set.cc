#include "core/distribution/finite_set.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/matmul.h"
#include "core/base/check.h"

namespace flow::core {

FiniteSet::FiniteSet(Points points, int64_t num_classes)
    : RowSet(points.x_nd.size(0), std::move(points.label_n), num_classes),
      x_md_(std::move(points.x_nd)) {
  FLOW_CHECK(x_md_.dim() == 2 && x_md_.numel() > 0 &&
             x_md_.scalar_type() == at::kFloat)
      << "points must be float32 [M, D], M and D at least 1";
}

std::optional<Moments> FiniteSet::ExactMoments() const {
  const at::Tensor x_md = x_md_.to(at::kDouble);
  const at::Tensor mean_d = x_md.mean(/*dim=*/0);
  const at::Tensor centred_md = x_md - mean_d;
  return Moments{mean_d, at::matmul(centred_md.t(), centred_md) /
                             static_cast<double>(*size())};
}

std::shared_ptr<const RowSet> FiniteSet::Select(
    const at::Tensor& index_k) const {
  return std::make_shared<FiniteSet>(
      Points{x_md_.index_select(/*dim=*/0, index_k), LabelsAt(index_k)},
      num_classes());
}

std::shared_ptr<const RowSet> FiniteSet::Relabelled(at::Tensor label_m,
                                                    int64_t num_classes) const {
  return std::make_shared<FiniteSet>(Points{x_md_, std::move(label_m)},
                                     num_classes);
}

at::Tensor FiniteSet::RowsAt(const at::Tensor& index_n, Seed) const {
  return x_md_.index_select(/*dim=*/0, index_n);
}

}  // namespace flow::core
