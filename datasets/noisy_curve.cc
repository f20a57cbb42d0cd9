#include "datasets/noisy_curve.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"

namespace flow::datasets {

int64_t NoisyCurve::DrawRow(RowRandom& random, float* x_d) const {
  const CurvePoint curve = DrawCurve(random);
  const double x = scale_ * (curve.x + noise_ * random.Normal()) + shift_[0];
  const double y = scale_ * (curve.y + noise_ * random.Normal()) + shift_[1];
  x_d[0] = static_cast<float>(x);
  x_d[1] = static_cast<float>(y);
  return curve.label;
}

std::optional<core::Moments> NoisyCurve::ExactMoments() const {
  const CurveMoments curve = MomentsOfCurve();
  const double noise = noise_ * noise_;
  const at::Tensor covariance_dd =
      at::tensor({curve.var_x + noise, curve.cov_xy,  //
                  curve.cov_xy, curve.var_y + noise},
                 at::kDouble)
          .reshape({2, 2});
  return core::Moments{at::tensor({scale_ * curve.mean_x + shift_[0],
                                   scale_ * curve.mean_y + shift_[1]},
                                  at::kDouble),
                       scale_ * scale_ * covariance_dd};
}

}  // namespace flow::datasets
