#include "datasets/noisy_curve.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"

namespace flow::datasets {
namespace {

struct NoisePoint {
  double x, y;
};

NoisePoint DrawNoise(const NormalNoise& noise, RowRandom& random) {
  const double x = noise.std * random.Normal();
  const double y = noise.std * random.Normal();
  return {x, y};
}

NoisePoint DrawNoise(const DiagonalUniformNoise& noise, RowRandom& random) {
  const double u = noise.width * random.Uniform();
  return {u, u};
}

// The same for both coordinates.
struct NoiseMoments {
  double mean, variance, covariance;
};

NoiseMoments MomentsOf(const NormalNoise& noise) {
  return {.mean = 0, .variance = noise.std * noise.std, .covariance = 0};
}

NoiseMoments MomentsOf(const DiagonalUniformNoise& noise) {
  const double variance = noise.width * noise.width / 12;
  return {
      .mean = noise.width / 2, .variance = variance, .covariance = variance};
}

}  // namespace

int64_t NoisyCurve::DrawRow(RowRandom& random, float* x_d) const {
  const CurvePoint curve = DrawCurve(random);
  const NoisePoint noise = std::visit(
      [&random](const auto& law) { return DrawNoise(law, random); }, noise_);
  x_d[0] = static_cast<float>(scale_ * (curve.x + noise.x) + shift_[0]);
  x_d[1] = static_cast<float>(scale_ * (curve.y + noise.y) + shift_[1]);
  return curve.label;
}

std::optional<core::Moments> NoisyCurve::ExactMoments() const {
  const CurveMoments curve = MomentsOfCurve();
  const NoiseMoments noise =
      std::visit([](const auto& law) { return MomentsOf(law); }, noise_);
  const double covariance = curve.cov_xy + noise.covariance;
  const at::Tensor covariance_dd =
      at::tensor({curve.var_x + noise.variance, covariance,  //
                  covariance, curve.var_y + noise.variance},
                 at::kDouble)
          .reshape({2, 2});
  return core::Moments{
      at::tensor({scale_ * (curve.mean_x + noise.mean) + shift_[0],
                  scale_ * (curve.mean_y + noise.mean) + shift_[1]},
                 at::kDouble),
      scale_ * scale_ * covariance_dd};
}

}  // namespace flow::datasets
