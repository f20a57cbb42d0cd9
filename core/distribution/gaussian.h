#ifndef CORE_DISTRIBUTION_GAUSSIAN_H_
#define CORE_DISTRIBUTION_GAUSSIAN_H_

/// The isotropic normal law N(m, s^2 I) in D dimensions,
///
///     log p(x) = -|x - m|^2 / (2 s^2) - D log s - (D / 2) log(2 pi).

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/distribution/distribution.h"

namespace flow::core {

/// log N(x; mean, std^2 I) in nats at float64 `x_nd`, as float64 [N];
/// differentiable in `x_nd`.
at::Tensor GaussianLogDensity(const std::vector<double>& mean, double std,
                              const at::Tensor& x_nd);

/// Without classes. Immutable and thread-safe.
class Gaussian : public Distribution {
 public:
  /// InvalidArgument as ValidateGaussian.
  static absl::StatusOr<std::unique_ptr<Gaussian>> Create(
      std::vector<double> mean, double std);

  int64_t dim() const override { return mean_.size(); }

  Points Draw(int64_t n, Seed seed) const override;

  /// Empty around another mean than 0.
  std::optional<double> centred_normal_std() const override;

  /// Differentiable in `x_nd`: its gradient is the score.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override;
  std::optional<Moments> ExactMoments() const override;

 private:
  Gaussian(std::vector<double> mean, double std);

  std::vector<double> mean_;
  double std_;
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_GAUSSIAN_H_
