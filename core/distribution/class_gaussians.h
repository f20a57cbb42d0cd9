#ifndef CORE_DISTRIBUTION_CLASS_GAUSSIANS_H_
#define CORE_DISTRIBUTION_CLASS_GAUSSIANS_H_

/// An isotropic normal law for each of K classes,
///
///     p(x | k) = N(x; m_k, s_k^2 I),   p(x) = sum_k w_k p(x | k),
///
/// for a source that knows which class it goes to.

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/distribution/distribution.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/gaussian_mixture.h"

namespace flow::core {

/// Immutable and thread-safe.
class ClassGaussians : public Distribution {
 public:
  /// The weights are the shares of the classes where nobody asks for one.
  /// InvalidArgument as ValidateComponents.
  static absl::StatusOr<std::unique_ptr<ClassGaussians>> Create(
      std::vector<GaussianComponent> classes);

  int64_t dim() const override { return mixture_->dim(); }
  int64_t num_classes() const override { return mixture_->num_classes(); }

  /// The class by its share, then the point by its class.
  Points Draw(int64_t n, Seed seed) const override {
    return mixture_->Draw(n, seed);
  }

  /// Row i is m + s z for the class label_n[i]; z, standard normal, depends on
  /// `seed` and i alone. The labels are those asked for, each in [0, K), which
  /// is FLOW_CHECKed.
  Points DrawFor(const at::Tensor& label_n, int64_t n,
                 Seed seed) const override;

  const Distribution& OfClass(int64_t label) const override;

  /// Of the mixture.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_nd) const override {
    return mixture_->LogDensity(x_nd);
  }
  std::optional<Moments> ExactMoments() const override {
    return mixture_->ExactMoments();
  }

 private:
  ClassGaussians(std::unique_ptr<GaussianMixture> mixture,
                 std::vector<std::unique_ptr<Gaussian>> classes);

  std::unique_ptr<GaussianMixture> mixture_;
  std::vector<std::unique_ptr<Gaussian>> classes_;
  at::Tensor mean_kd_, std_k1_;  // float32
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_CLASS_GAUSSIANS_H_
