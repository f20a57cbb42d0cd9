#include "core/train/acceleration_regression.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"

namespace flow::core {

AccelerationRegression::AccelerationRegression(
    std::shared_ptr<const VelocityField> fixed, double alpha, TimeWeight weight)
    : fixed_(std::move(fixed)), alpha_(alpha), weight_(std::move(weight)) {
  FLOW_CHECK(0 < alpha && alpha <= 1) << "alpha = " << alpha;
}

Regression AccelerationRegression::ProblemOf(const Batch& batch) const {
  const at::Tensor t_b1 = batch.t_b.unsqueeze(1);
  const at::Tensor d_bd = batch.x1_bd - batch.x0_bd;
  const at::Tensor m_bd = (1 - t_b1) * fixed_->VelocityAt(batch.x0_bd, 0) +
                          t_b1 * fixed_->VelocityAt(batch.x1_bd, 1);
  const double whole = 2 - 1.5 * alpha_;
  return {.x_bd = batch.x0_bd + t_b1 * d_bd,
          .target_be =
              (alpha_ / whole) * d_bd + ((2 - 2.5 * alpha_) / whole) * m_bd,
          .scale_b = {},
          .weight_b = WeightsAt(weight_, batch.t_b)};
}

}  // namespace flow::core
