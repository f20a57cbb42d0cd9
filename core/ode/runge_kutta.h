#ifndef CORE_ODE_RUNGE_KUTTA_H_
#define CORE_ODE_RUNGE_KUTTA_H_

/// Explicit Runge-Kutta steps [Hairer93, II.1] for dx/dt = v(x, t) by the
/// formulas of tableau.h, each row of a batch with its own t and h. Draws
/// nothing; thread-safe as far as the field is.

#include <array>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/ode/tableau.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

// Shapes: B rows, D dimensions.

/// What one step made of a batch.
struct RungeKuttaStep {
  at::Tensor x_bd;
  std::array<at::Tensor, kMaxStages> k_bd;
};

/// The field at `x_bd` [B, D] and `t_b` [B], contiguous. The times are rounded
/// to the dtype of `x_bd` only here. FLOW_CHECKs the shape and dtype it gets.
at::Tensor EvaluateVelocity(const VelocityField& field, const at::Tensor& x_bd,
                            absl::Span<const double> t_b);

/// One step of every row from its time `t0_b` to `t1_b`, either way in time.
/// `k0_bd` is the field at (x_bd, t0_b), so a step costs stages - 1
/// evaluations. Tensors are contiguous float32 or float64 on the CPU,
/// arithmetic is in that dtype; the field is evaluated between t0 and t1 only.
/// A row with t0 = t1 stays where it is.
RungeKuttaStep TakeStep(const Tableau& tableau, const VelocityField& field,
                        const at::Tensor& x_bd, const at::Tensor& k0_bd,
                        absl::Span<const double> t0_b,
                        absl::Span<const double> t1_b);

/// The embedded error [B, D] of that step.
at::Tensor StepError(const Tableau& tableau, const RungeKuttaStep& step,
                     absl::Span<const double> t0_b,
                     absl::Span<const double> t1_b);

/// What the interpolant of that step adds to the cubic [B, D], but for the
/// factor theta^2 (1 - theta)^2: h sum_i d_i k_i.
at::Tensor StepBend(const Tableau& tableau, const RungeKuttaStep& step,
                    absl::Span<const double> t0_b,
                    absl::Span<const double> t1_b);

/// |v|^2 of each row, in double. Contiguous float32 or float64.
std::vector<double> SquaredNorms(const at::Tensor& v_bd);

/// The integral of |v|^2 over that step by the step's own quadrature, row by
/// row: |h| sum_i b_i |k_i|^2, in double.
std::vector<double> StepEnergies(const Tableau& tableau,
                                 const RungeKuttaStep& step,
                                 absl::Span<const double> t0_b,
                                 absl::Span<const double> t1_b);

}  // namespace flow::core

#endif  // CORE_ODE_RUNGE_KUTTA_H_
