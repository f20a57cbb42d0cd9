#include "core/ode/guided_field.h"

#include "ATen/ops/lerp.h"

namespace flow::core {

at::Tensor GuidedField::Velocity(const at::Tensor& x_bd,
                                 const at::Tensor& t_b) const {
  return at::lerp(of_none_->Velocity(x_bd, t_b), of_class_->Velocity(x_bd, t_b),
                  weight_);
}

at::Tensor GuidedField::VelocityAt(const at::Tensor& x_bd, double t) const {
  return at::lerp(of_none_->VelocityAt(x_bd, t), of_class_->VelocityAt(x_bd, t),
                  weight_);
}

VelocityDivergence GuidedField::VelocityAndDivergence(
    const at::Tensor& x_bd, const at::Tensor& t_b,
    const at::Tensor& probe_pbd) const {
  const auto none = of_none_->VelocityAndDivergence(x_bd, t_b, probe_pbd);
  const auto given = of_class_->VelocityAndDivergence(x_bd, t_b, probe_pbd);
  return {at::lerp(none.velocity_bd, given.velocity_bd, weight_),
          at::lerp(none.divergence_b, given.divergence_b, weight_)};
}

}  // namespace flow::core
