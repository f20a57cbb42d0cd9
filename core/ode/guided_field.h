#ifndef CORE_ODE_GUIDED_FIELD_H_
#define CORE_ODE_GUIDED_FIELD_H_

#include <memory>
#include <utility>

#include "core/ode/divergence_field.h"

namespace flow::core {

/// Classifier-free guidance [Ho22]: the velocity of a class, moved away from
/// that of no class,
///
///     v = v_0 + w (v_c - v_0),   div v = div v_0 + w (div v_c - div v_0).
///
/// w = 1 is the class's own flow; for other w it is the flow of no law that one
/// could name. Costs both fields. Immutable and thread-safe.
class GuidedField : public DivergenceField {
 public:
  GuidedField(std::shared_ptr<const DivergenceField> of_class,
              std::shared_ptr<const DivergenceField> of_none, double weight)
      : of_class_(std::move(of_class)),
        of_none_(std::move(of_none)),
        weight_(weight) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;
  at::Tensor VelocityAt(const at::Tensor& x_bd, double t) const override;

  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override;

 private:
  std::shared_ptr<const DivergenceField> of_class_, of_none_;
  double weight_;
};

}  // namespace flow::core

#endif  // CORE_ODE_GUIDED_FIELD_H_
