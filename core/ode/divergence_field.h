#ifndef CORE_ODE_DIVERGENCE_FIELD_H_
#define CORE_ODE_DIVERGENCE_FIELD_H_

#include "ATen/core/Tensor.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

// Shapes: B rows, D dimensions, P probes.

struct VelocityDivergence {
  at::Tensor velocity_bd;
  at::Tensor divergence_b;
};

/// A field that knows its divergence div v = sum_d dv_d / dx_d.
class DivergenceField : public VelocityField {
 public:
  /// The velocity, as Velocity gives it, and its divergence [B] in the dtype of
  /// `x_bd`: exact where `probe_pbd` is undefined; otherwise the mean over the
  /// probes e_p [B, D] of e_p . (dv/dx) e_p, which is unbiased for independent
  /// coordinates of mean 0 and variance 1 [Hutchinson90]. A row depends on that
  /// row of the arguments alone. Thread-safe; works whatever the state of
  /// autograd, and gives tensors off the graph.
  virtual VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const = 0;
};

/// The field of each class, or a single one where there are no classes.
using FieldsByClass = std::vector<std::shared_ptr<const DivergenceField>>;

}  // namespace flow::core

#endif  // CORE_ODE_DIVERGENCE_FIELD_H_
