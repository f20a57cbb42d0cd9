#ifndef CORE_ODE_RUNGE_KUTTA_H_
#define CORE_ODE_RUNGE_KUTTA_H_

/// Explicit Runge-Kutta steps [Hairer93, II.1] for dx/dt = v(x, t):
///
///     k_i = v(x + h sum_{j<i} a_ij k_j, t + c_i h),    i = 0, ..., s-1
///     x'  = x + h sum_i b_i k_i,       error = h sum_i e_i k_i,
///
/// each row of a batch with its own t and h. Draws nothing; thread-safe as far
/// as the field is.

#include <array>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/ode/velocity_field.h"

namespace flow::core {

// Shapes: B rows, D dimensions.

inline constexpr int kMaxStages = 7;

/// A Butcher tableau. Entries past `stages` are zero.
struct Tableau {
  using Weights = std::array<double, kMaxStages>;

  int stages;
  int order;
  Weights c;
  std::array<Weights, kMaxStages> a;  // strictly lower triangular
  Weights b;
  Weights e = {};  // b minus the embedded weights; zero without an embedded one
};

/// Euler's method.
inline constexpr Tableau kEuler = {
    .stages = 1, .order = 1, .c = {0}, .a = {}, .b = {1}};

/// The explicit midpoint rule [Hairer93, II.1].
inline constexpr Tableau kMidpoint = {.stages = 2,
                                      .order = 2,
                                      .c = {0, 1. / 2},
                                      .a = {{{}, {1. / 2}}},
                                      .b = {0, 1}};

/// Heun's method of order two: the explicit trapezoidal rule [Hairer93, II.1].
inline constexpr Tableau kHeun = {.stages = 2,
                                  .order = 2,
                                  .c = {0, 1},
                                  .a = {{{}, {1}}},
                                  .b = {1. / 2, 1. / 2}};

/// The classical method of order four [Hairer93, II.1].
inline constexpr Tableau kRk4 = {.stages = 4,
                                 .order = 4,
                                 .c = {0, 1. / 2, 1. / 2, 1},
                                 .a = {{{}, {1. / 2}, {0, 1. / 2}, {0, 0, 1}}},
                                 .b = {1. / 6, 1. / 3, 1. / 3, 1. / 6}};

/// Order five with an embedded solution of order four [Dormand80; Hairer93,
/// II.5]. The last row of a is b: the last stage of a step is the
/// first of the next ("first same as last").
inline constexpr Tableau kDopri5 = {
    .stages = 7,
    .order = 5,
    .c = {0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1},
    .a = {{{},
           {1. / 5},
           {3. / 40, 9. / 40},
           {44. / 45, -56. / 15, 32. / 9},
           {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
           {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
           {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}}},
    .b = {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84, 0},
    .e = {71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525,
          -1. / 40}};

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

/// The integral of |v|^2 over that step by the step's own quadrature, row by
/// row: |h| sum_i b_i |k_i|^2, in double.
std::vector<double> StepEnergies(const Tableau& tableau,
                                 const RungeKuttaStep& step,
                                 absl::Span<const double> t0_b,
                                 absl::Span<const double> t1_b);

}  // namespace flow::core

#endif  // CORE_ODE_RUNGE_KUTTA_H_
