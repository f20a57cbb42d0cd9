#ifndef CORE_DISTRIBUTION_MULTIVARIATE_T_H_
#define CORE_DISTRIBUTION_MULTIVARIATE_T_H_

/// The centred multivariate Student t law of n degrees of freedom and scale s
/// in D dimensions: s z sqrt(n / q) with z ~ N(0, I) and one q ~ chi^2_n for
/// all coordinates,
///
///     p(x) = Gamma((n + D) / 2) / (Gamma(n / 2) (n pi)^(D / 2) s^D)
///            (1 + |x|^2 / (n s^2))^(-(n + D) / 2).
///
/// n = 1 is the Cauchy law, n -> infinity N(0, s^2 I). The mean exists for
/// n > 1, the covariance n / (n - 2) s^2 I for n > 2.
///
/// With a greatest norm, points beyond it are moved back to it, as the priors
/// of Poisson flows are [Xu22]: a law of its own, without a density.

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "core/distribution/row_law.h"

namespace flow::core {

/// log p of scale 1 in nats where |x|^2 is `square`, of any shape;
/// differentiable. Differences of log Gamma leave an error of about 1e-16
/// `degrees` log(`degrees`).
at::Tensor StandardTLogDensity(double degrees, int64_t dim,
                               const at::Tensor& square);

/// Without classes. Immutable and thread-safe.
class MultivariateT : public RowLaw {
 public:
  /// InvalidArgument unless dim >= 1, degrees is finite and >= 1 (below, draws
  /// leave the range of float32), scale is finite and > 0, max_norm > 0.
  static absl::StatusOr<std::unique_ptr<MultivariateT>> Create(
      int64_t dim, double degrees, double scale,
      double max_norm = std::numeric_limits<double>::infinity());

  int64_t dim() const override { return dim_; }

  /// Differentiable in `x_nd`: its gradient is the score.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override;
  std::optional<Moments> ExactMoments() const override;

 private:
  MultivariateT(int64_t dim, double degrees, double scale, double max_norm)
      : dim_(dim), degrees_(degrees), scale_(scale), max_norm_(max_norm) {}

  int64_t DrawRow(RowRandom& random, float* x_d) const override;

  int64_t dim_;
  double degrees_, scale_, max_norm_;
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_MULTIVARIATE_T_H_
