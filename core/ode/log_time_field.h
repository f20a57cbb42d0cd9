#ifndef CORE_ODE_LOG_TIME_FIELD_H_
#define CORE_ODE_LOG_TIME_FIELD_H_

#include <cmath>
#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/exp.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

/// A flow by the logarithm of what is left of its way [Xu22, App. B.2]: with
/// 1 - t = e^(s log r), which is 1 at s = 0 and r at s = 1,
///
///     dx/ds = -log(r) (1 - t) v(x, t),
///
/// so that equal steps in s gather at the target, where the velocity of a
/// Poisson field is that of x / (1 - t). It ends at t = 1 - r: the rest of the
/// way is not gone. Integrals over s of what the solver sums are not those over
/// t. Immutable and thread-safe.
class LogTimeField : public VelocityField {
 public:
  /// `rest` is r, in (0, 1).
  LogTimeField(std::shared_ptr<const VelocityField> field, double rest)
      : field_(std::move(field)), log_rest_(std::log(rest)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& s_b) const override {
    const at::Tensor left_b = at::exp(s_b * log_rest_);
    return (-log_rest_ * left_b).unsqueeze(1) *
           field_->Velocity(x_bd, 1 - left_b);
  }

  at::Tensor VelocityAt(const at::Tensor& x_bd, double s) const override {
    const double left = std::exp(s * log_rest_);
    return (-log_rest_ * left) * field_->VelocityAt(x_bd, 1 - left);
  }

 private:
  std::shared_ptr<const VelocityField> field_;
  double log_rest_;
};

}  // namespace flow::core

#endif  // CORE_ODE_LOG_TIME_FIELD_H_
