#include "core/path/prediction_field.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/zeros.h"
#include "core/path/conversion.h"

namespace flow::core {

at::Tensor PredictionField::Velocity(const at::Tensor& x_bd,
                                     const at::Tensor& t_b) const {
  return Convert(kind_, predicted_->Velocity(x_bd, t_b), Prediction::kVelocity,
                 x_bd, SignalAndNoiseColumnsAt(path_, t_b));
}

at::Tensor PredictionField::VelocityAt(const at::Tensor& x_bd, double t) const {
  return Convert(kind_, predicted_->VelocityAt(x_bd, t), Prediction::kVelocity,
                 x_bd, SignalAndNoiseColumnsAt(path_, t, x_bd));
}

VelocityDivergence PredictionField::VelocityAndDivergence(
    const at::Tensor& x_bd, const at::Tensor& t_b,
    const at::Tensor& probe_pbd) const {
  const auto [value_bd, divergence_b] =
      predicted_->VelocityAndDivergence(x_bd, t_b, probe_pbd);
  const SignalAndNoiseColumns at = SignalAndNoiseColumnsAt(path_, t_b);
  const at::Tensor zero_b1 = at::zeros({x_bd.size(0), 1}, x_bd.options());
  const at::Tensor one_b1 = at::ones({x_bd.size(0), 1}, x_bd.options());
  const auto velocity = [&](const at::Tensor& value, const at::Tensor& x) {
    return Convert(kind_, value, Prediction::kVelocity, x, at);
  };
  const at::Tensor a_b = velocity(zero_b1, one_b1).squeeze(1);
  const at::Tensor b_b = velocity(one_b1, zero_b1).squeeze(1);
  return {velocity(value_bd, x_bd), a_b * x_bd.size(1) + b_b * divergence_b};
}

}  // namespace flow::core
