#include "core/distribution/finite_set.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/matmul.h"
#include "core/base/check.h"
#include "core/tensor/distinct_index.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

FiniteSet::FiniteSet(Points points, int64_t num_classes)
    : points_(std::move(points)), num_classes_(num_classes) {
  const at::Tensor& x_nd = points_.x_nd;
  FLOW_CHECK(x_nd.dim() == 2 && x_nd.numel() > 0 &&
             x_nd.scalar_type() == at::kFloat)
      << "points must be float32 [M, D], M and D at least 1";
  if (num_classes == 0) {
    points_.label_n = at::Tensor();
    return;
  }
  const at::Tensor& label_n = points_.label_n;
  FLOW_CHECK(label_n.defined() && label_n.dim() == 1 &&
             label_n.size(0) == x_nd.size(0) &&
             label_n.scalar_type() == at::kLong)
      << "labels must be int64 [M=" << x_nd.size(0) << "]";
  FLOW_CHECK(label_n.min().item<int64_t>() >= 0 &&
             label_n.max().item<int64_t>() < num_classes)
      << "labels must lie in [0, " << num_classes << ")";
}

Points FiniteSet::Draw(int64_t n, Seed seed) const {
  return At(IndexTensor(seed, *size(), n));
}

Points FiniteSet::DrawDistinct(int64_t n, Seed seed) const {
  FLOW_CHECK(n <= *size()) << "cannot draw " << n << " distinct points of "
                           << *size();
  return At(DistinctIndexTensor(seed, *size(), n));
}

std::optional<Moments> FiniteSet::ExactMoments() const {
  const at::Tensor x_nd = points_.x_nd.to(at::kDouble);
  const at::Tensor mean_d = x_nd.mean(/*dim=*/0);
  const at::Tensor centred_nd = x_nd - mean_d;
  return Moments{mean_d, at::matmul(centred_nd.t(), centred_nd) /
                             static_cast<double>(*size())};
}

Points FiniteSet::At(const at::Tensor& index_n) const {
  Points drawn;
  drawn.x_nd = points_.x_nd.index_select(/*dim=*/0, index_n);
  if (num_classes_ > 0) {
    drawn.label_n = points_.label_n.index_select(/*dim=*/0, index_n);
  }
  return drawn;
}

}  // namespace flow::core
