#ifndef CORE_PATH_SCHEDULE_CHANGE_H_
#define CORE_PATH_SCHEDULE_CHANGE_H_

/// A flow learnt along one path, followed along another.
///
/// Two paths of signal and noise (signal_and_noise.h) over the same pairs have
/// the same points up to scale where their ratios alpha / sigma are equal: with
/// s(t) the time on A of the ratio of B at t, and r(t) = alpha_B / alpha_A =
/// sigma_B / sigma_A,
///
///     x^B_t = r(t) x^A_{s(t)}.
///
/// So data and noise that are expected on B at x are those that are expected on
/// A at x / r, and
///
///     u_B(x, t) = alpha_B' E_A[x1 | x / r] + sigma_B' E_A[e | x / r],
///
/// which is r' x / r + r s' u_A(x / r, s), the derivative of the change of
/// variables, without the derivatives of r and s. It is a(t) x + b(t) u_A, and
/// its divergence a(t) D + b(t) div u_A / r. Where B is noisier or cleaner
/// than A ever is, A is asked at its nearer end.

#include <memory>
#include <utility>

#include "core/ode/divergence_field.h"
#include "core/path/path_options.h"

namespace flow::core {

/// Immutable and thread-safe.
class ScheduleChange : public DivergenceField {
 public:
  /// `field` is the velocity along `from`. Both paths are of signal and noise
  /// and have HasRisingRatio.
  ScheduleChange(std::shared_ptr<const DivergenceField> field, PathOptions from,
                 PathOptions to)
      : field_(std::move(field)), from_(std::move(from)), to_(std::move(to)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;
  at::Tensor VelocityAt(const at::Tensor& x_bd, double t) const override;

  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override;

 private:
  std::shared_ptr<const DivergenceField> field_;
  PathOptions from_, to_;
};

}  // namespace flow::core

#endif  // CORE_PATH_SCHEDULE_CHANGE_H_
