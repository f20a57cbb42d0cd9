#include "core/distribution/gaussian.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/tensor.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/distribution/gaussian_component.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

at::Tensor GaussianLogDensity(const std::vector<double>& mean, double std,
                              const at::Tensor& x_nd) {
  FLOW_CHECK(x_nd.dim() == 2 && x_nd.size(1) == mean.size() &&
             x_nd.scalar_type() == at::kDouble)
      << "x_nd must be float64 [N, D=" << mean.size() << "]";
  const double log_norm =
      mean.size() * (std::log(std) + 0.5 * std::log(2 * std::numbers::pi));
  const at::Tensor z_nd = (x_nd - at::tensor(mean, at::kDouble)) / std;
  return -0.5 * z_nd.square().sum(/*dim=*/1) - log_norm;
}

absl::StatusOr<std::unique_ptr<Gaussian>> Gaussian::Create(
    std::vector<double> mean, double std) {
  FLOW_RETURN_IF_ERROR(ValidateGaussian("", mean, std));
  return std::unique_ptr<Gaussian>(new Gaussian(std::move(mean), std));
}

Gaussian::Gaussian(std::vector<double> mean, double std)
    : mean_(std::move(mean)), std_(std) {}

Points Gaussian::Draw(int64_t n, Seed seed) const {
  FLOW_CHECK(n >= 0) << "a number of points; got " << n;
  Points points;
  points.x_nd = NormalTensor(seed, n, dim());
  float* x = points.x_nd.mutable_data_ptr<float>();
  for (int64_t i = 0; i < n; ++i) {
    for (const double mean : mean_) {
      *x = static_cast<float>(mean + std_ * *x);
      ++x;
    }
  }
  return points;
}

std::optional<double> Gaussian::centred_normal_std() const {
  const bool is_centred =
      std::ranges::all_of(mean_, [](double m) { return m == 0; });
  return is_centred ? std::optional(std_) : std::nullopt;
}

std::optional<at::Tensor> Gaussian::LogDensity(const at::Tensor& x_nd) const {
  return GaussianLogDensity(mean_, std_, x_nd);
}

std::optional<Moments> Gaussian::ExactMoments() const {
  return Moments{at::tensor(mean_, at::kDouble),
                 std_ * std_ * at::eye(dim(), at::kDouble)};
}

}  // namespace flow::core
