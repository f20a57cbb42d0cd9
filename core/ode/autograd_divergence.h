#ifndef CORE_ODE_AUTOGRAD_DIVERGENCE_H_
#define CORE_ODE_AUTOGRAD_DIVERGENCE_H_

#include <memory>
#include <utility>

#include "core/ode/divergence_field.h"

namespace flow::core {

/// What DivergenceField promises, for any field whose Velocity is
/// differentiable in the points: D backward passes, or one for each probe.
VelocityDivergence AutogradDivergence(const VelocityField& field,
                                      const at::Tensor& x_bd,
                                      const at::Tensor& t_b,
                                      const at::Tensor& probe_pbd);

/// Such a field as one with a divergence. Immutable; thread-safe as the field.
class AutogradField : public DivergenceField {
 public:
  explicit AutogradField(std::shared_ptr<const VelocityField> field)
      : field_(std::move(field)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return field_->Velocity(x_bd, t_b);
  }
  at::Tensor VelocityAt(const at::Tensor& x_bd, double t) const override {
    return field_->VelocityAt(x_bd, t);
  }
  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override {
    return AutogradDivergence(*field_, x_bd, t_b, probe_pbd);
  }

 private:
  std::shared_ptr<const VelocityField> field_;
};

}  // namespace flow::core

#endif  // CORE_ODE_AUTOGRAD_DIVERGENCE_H_
