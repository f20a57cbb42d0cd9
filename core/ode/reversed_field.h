#ifndef CORE_ODE_REVERSED_FIELD_H_
#define CORE_ODE_REVERSED_FIELD_H_

#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "core/ode/divergence_field.h"

namespace flow::core {

/// The velocity whose way back is the flow of v:
///
///     w(x, t) = -v(x, 1 - t),   div w(x, t) = -div v(x, 1 - t).
///
/// A flow that was learnt from the target to the source, as one from the source
/// to the target. Immutable and thread-safe.
class ReversedField : public DivergenceField {
 public:
  explicit ReversedField(std::shared_ptr<const DivergenceField> field)
      : field_(std::move(field)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override {
    return -field_->Velocity(x_bd, 1 - t_b);
  }

  at::Tensor VelocityAt(const at::Tensor& x_bd, double t) const override {
    return -field_->VelocityAt(x_bd, 1 - t);
  }

  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override {
    const auto v = field_->VelocityAndDivergence(x_bd, 1 - t_b, probe_pbd);
    return {-v.velocity_bd, -v.divergence_b};
  }

 private:
  std::shared_ptr<const DivergenceField> field_;
};

}  // namespace flow::core

#endif  // CORE_ODE_REVERSED_FIELD_H_
