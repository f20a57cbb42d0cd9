#ifndef CORE_NN_LINE_START_H_
#define CORE_NN_LINE_START_H_

#include "ATen/core/Tensor.h"
#include "core/nn/convex_potential.h"

namespace flow::core {

// Shapes: B rows, D dimensions.

/// Where the lines z -> grad Psi(z) that pass x at the time t began.
struct LineStarts {
  at::Tensor z_bd;
  PotentialPoint potential;  // at z
  // lower L with L L^T = (1 - t) I + t hess Psi(z)
  at::Tensor slope_factor_bdd;
};

/// The z for which (1 - t) z + t grad Psi(z) = x [Kornilov24]: there is one,
/// the minimum of the strictly convex (1 - t) |z|^2 / 2 + t Psi(z) - x . z,
/// found by Newton's method with steps halved until the function falls
/// [Boyd04, 9.5]. A row stops when the equation holds to 1e-10 of 1 + |x|, and
/// depends, up to the rounding of products of another shape, on that row alone.
/// `x_bd` and `t_b` in [0, 1] are double, as the potential's parameters. Gives
/// tensors off the graph. Thread-safe.
///
/// There are no errors: a row that is not there after 100 steps is given as it
/// is, and numbers that are not finite stay so, which whoever trains or follows
/// the flow reports with its step or time.
LineStarts FindLineStarts(const ConvexPotential& potential,
                          const at::Tensor& x_bd, const at::Tensor& t_b);

}  // namespace flow::core

#endif  // CORE_NN_LINE_START_H_
