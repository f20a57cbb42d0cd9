#include "local_flow/pool_drift.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/linalg_vector_norm.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/outer.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"

namespace flow::local_flow {
namespace {

double Norm(const at::Tensor& x) {
  return at::linalg_vector_norm(x).item<double>();
}

}  // namespace

PoolDrift::PoolDrift(int64_t dim) {
  for (Sums* sums : {&before_, &after_}) {
    sums->sum_d = at::zeros({dim}, at::kDouble);
    sums->products = dim <= kMostDimensionsOfCovariance
                         ? at::zeros({dim, dim}, at::kDouble)
                         : at::zeros({dim}, at::kDouble);
  }
}

void PoolDrift::Sums::Add(const at::Tensor& x_nd) {
  if (!origin_d.defined()) origin_d = x_nd.mean(0);
  const at::Tensor from_nd = x_nd - origin_d;
  sum_d += from_nd.sum(0);
  products += products.dim() == 2 ? at::matmul(from_nd.t(), from_nd)
                                  : from_nd.square().sum(0);
}

at::Tensor PoolDrift::Sums::Mean(int64_t points) const {
  return origin_d + sum_d / points;
}

at::Tensor PoolDrift::Sums::Covariance(int64_t points) const {
  const at::Tensor of_sums =
      products.dim() == 2 ? at::outer(sum_d, sum_d) : sum_d.square();
  return (products - of_sums / points) / (points - 1);
}

void PoolDrift::Add(const at::Tensor& before_nd, const at::Tensor& after_nd) {
  const at::Tensor from_nd = before_nd.to(at::kDouble);
  const at::Tensor to_nd = after_nd.to(at::kDouble);
  before_.Add(from_nd);
  after_.Add(to_nd);
  ways_ += (to_nd - from_nd).square().sum(1).sqrt().sum().item<double>();
  points_ += from_nd.size(0);
}

Drift PoolDrift::From(const Diffusion& diffusion) const {
  FLOW_CHECK(points_ >= 2) << "moments of " << points_ << " points";
  const double keep = diffusion.keep, noise = diffusion.noise;
  at::Tensor covariance = keep * keep * before_.Covariance(points_);
  at::Tensor variances_d =
      covariance.dim() == 2 ? covariance.diagonal() : covariance;
  variances_d += noise * noise;
  return {ways_ / points_,
          Norm(after_.Mean(points_) - keep * before_.Mean(points_)),
          Norm(after_.Covariance(points_) - covariance)};
}

}  // namespace flow::local_flow
