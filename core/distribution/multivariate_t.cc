#include "core/distribution/multivariate_t.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/log1p.h"
#include "ATen/ops/zeros.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/distribution/gamma_variate.h"

namespace flow::core {

namespace {

void ShortenTo(double max_norm, int64_t dim, float* x_d) {
  double square = 0;
  for (int64_t d = 0; d < dim; ++d) {
    square += static_cast<double>(x_d[d]) * x_d[d];
  }
  const double norm = std::sqrt(square);
  if (norm <= max_norm) return;
  for (int64_t d = 0; d < dim; ++d) {
    x_d[d] = static_cast<float>(x_d[d] * (max_norm / norm));
  }
}

}  // namespace

at::Tensor StandardTLogDensity(double degrees, int64_t dim,
                               const at::Tensor& square) {
  const double half_dim = dim / 2.0;
  const double log_norm = std::lgamma(degrees / 2 + half_dim) -
                          std::lgamma(degrees / 2) -
                          half_dim * std::log(degrees * std::numbers::pi);
  return log_norm - (degrees / 2 + half_dim) * at::log1p(square / degrees);
}

absl::StatusOr<std::unique_ptr<MultivariateT>> MultivariateT::Create(
    int64_t dim, double degrees, double scale, double max_norm) {
  if (dim < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("dim must be >= 1; got ", dim));
  }
  if (!std::isfinite(degrees) || degrees < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("degrees must be finite and >= 1; got ", degrees));
  }
  if (!std::isfinite(scale) || scale <= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("scale must be finite and > 0; got ", scale));
  }
  if (std::isnan(max_norm) || max_norm <= 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_norm must be > 0; got ", max_norm));
  }
  return std::unique_ptr<MultivariateT>(
      new MultivariateT(dim, degrees, scale, max_norm));
}

int64_t MultivariateT::DrawRow(RowRandom& random, float* x_d) const {
  // chi^2_n is twice Gamma(n / 2, 1)
  const double half = degrees_ / 2;
  const double width =
      scale_ * std::exp((std::log(half) - DrawLogGamma(half, random)) / 2);
  for (int64_t d = 0; d < dim_; ++d) {
    x_d[d] = static_cast<float>(width * random.Normal());
  }
  if (std::isfinite(max_norm_)) ShortenTo(max_norm_, dim_, x_d);
  return 0;
}

std::optional<at::Tensor> MultivariateT::LogDensity(
    const at::Tensor& x_nd) const {
  if (std::isfinite(max_norm_)) return std::nullopt;
  return StandardTLogDensity(degrees_, dim_, (x_nd / scale_).square().sum(1)) -
         dim_ * std::log(scale_);
}

std::optional<Moments> MultivariateT::ExactMoments() const {
  if (degrees_ <= 2 || std::isfinite(max_norm_)) return std::nullopt;
  const double variance = scale_ * scale_ * degrees_ / (degrees_ - 2);
  return Moments{at::zeros({dim_}, at::kDouble),
                 variance * at::eye(dim_, at::kDouble)};
}

}  // namespace flow::core
