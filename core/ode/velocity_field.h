#ifndef CORE_ODE_VELOCITY_FIELD_H_
#define CORE_ODE_VELOCITY_FIELD_H_

#include "ATen/core/Tensor.h"
#include "ATen/ops/full.h"

namespace flow::core {

/// A time-dependent velocity v(x, t) on R^D for t in [0, 1]: a trained network
/// or a closed form. Immutable and thread-safe; called without autograd.
class VelocityField {
 public:
  virtual ~VelocityField() = default;

  /// The velocity [B, D] at `x_bd` [B, D] and `t_b` [B], in the dtype of
  /// `x_bd`. A row of the result depends on that row of the arguments alone.
  virtual at::Tensor Velocity(const at::Tensor& x_bd,
                              const at::Tensor& t_b) const = 0;

  /// The same for all rows at one time. A field that looks its times up, on the
  /// host, does so here without asking a tensor: it can be followed in a
  /// recording (core/device).
  virtual at::Tensor VelocityAt(const at::Tensor& x_bd, double t) const {
    return Velocity(x_bd, at::full({x_bd.size(0)}, t, x_bd.options()));
  }
};

}  // namespace flow::core

#endif  // CORE_ODE_VELOCITY_FIELD_H_
