#ifndef CORE_DISTRIBUTION_GAUSSIAN_MIXTURE_H_
#define CORE_DISTRIBUTION_GAUSSIAN_MIXTURE_H_

/// A mixture of K isotropic normal laws,
///
///     p(x) = sum_k w_k N(x; m_k, s_k^2 I),   sum_k w_k = 1,
///
/// with mean m = sum_k w_k m_k and covariance
/// sum_k w_k (s_k^2 I + (m_k - m)(m_k - m)^T). The class of a point is the
/// index of the component that it was drawn from.

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/distribution/gaussian_component.h"
#include "core/distribution/row_law.h"

namespace flow::core {

/// Immutable and thread-safe.
class GaussianMixture : public RowLaw {
 public:
  /// Scales the weights to the sum 1. InvalidArgument as ValidateComponents.
  static absl::StatusOr<std::unique_ptr<GaussianMixture>> Create(
      std::vector<GaussianComponent> components);

  int64_t dim() const override { return components_[0].mean.size(); }
  int64_t num_classes() const override { return components_.size(); }

  /// Differentiable in `x_nd`: its gradient is the score. Sums over the
  /// components by log-sum-exp, so it is finite wherever x is.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override;
  std::optional<Moments> ExactMoments() const override;

  /// With weights of sum 1.
  const std::vector<GaussianComponent>& components() const {
    return components_;
  }

 private:
  explicit GaussianMixture(std::vector<GaussianComponent> components);

  int64_t DrawRow(RowRandom& random, float* x_d) const override;
  int64_t DrawComponent(RowRandom& random) const;

  std::vector<GaussianComponent> components_;
  std::vector<double> cumulative_weights_;  // of components 0..k
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_GAUSSIAN_MIXTURE_H_
