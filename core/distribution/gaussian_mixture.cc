#include "core/distribution/gaussian_mixture.h"

#include <cmath>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/outer.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/first_above.h"
#include "core/base/status_macros.h"
#include "core/distribution/gaussian.h"

namespace flow::core {

absl::StatusOr<std::unique_ptr<GaussianMixture>> GaussianMixture::Create(
    std::vector<GaussianComponent> components) {
  FLOW_RETURN_IF_ERROR(ValidateComponents(components));
  return std::unique_ptr<GaussianMixture>(
      new GaussianMixture(std::move(components)));
}

GaussianMixture::GaussianMixture(std::vector<GaussianComponent> components)
    : components_(std::move(components)) {
  double sum = 0;
  for (const GaussianComponent& component : components_) {
    sum += component.weight;
  }
  double cumulative = 0;
  for (GaussianComponent& component : components_) {
    component.weight /= sum;
    cumulative += component.weight;
    cumulative_weights_.push_back(cumulative);
  }
}

int64_t GaussianMixture::DrawComponent(RowRandom& random) const {
  return FirstAbove(cumulative_weights_, random.Uniform());
}

int64_t GaussianMixture::DrawRow(RowRandom& random, float* x_d) const {
  const int64_t k = DrawComponent(random);
  for (const double mean : components_[k].mean) {
    *x_d++ = static_cast<float>(mean + components_[k].std * random.Normal());
  }
  return k;
}

std::optional<at::Tensor> GaussianMixture::LogDensity(
    const at::Tensor& x_nd) const {
  std::vector<at::Tensor> log_joint_kn;
  for (const GaussianComponent& component : components_) {
    log_joint_kn.push_back(
        GaussianLogDensity(component.mean, component.std, x_nd) +
        std::log(component.weight));
  }
  return at::logsumexp(at::stack(log_joint_kn), /*dim=*/0);
}

std::optional<Moments> GaussianMixture::ExactMoments() const {
  std::vector<at::Tensor> mean_kd;
  at::Tensor mean_d = at::zeros({dim()}, at::kDouble);
  for (const GaussianComponent& component : components_) {
    mean_kd.push_back(at::tensor(component.mean, at::kDouble));
    mean_d += component.weight * mean_kd.back();
  }
  at::Tensor covariance_dd = at::zeros({dim(), dim()}, at::kDouble);
  for (size_t k = 0; k < components_.size(); ++k) {
    const auto& [weight, mean, std] = components_[k];
    const at::Tensor centred_d = mean_kd[k] - mean_d;
    covariance_dd += weight * (std * std * at::eye(dim(), at::kDouble) +
                               at::outer(centred_d, centred_d));
  }
  return Moments{mean_d, covariance_dd};
}

}  // namespace flow::core
