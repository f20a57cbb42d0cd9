#ifndef CORE_ODE_DENSE_OUTPUT_H_
#define CORE_ODE_DENSE_OUTPUT_H_

#include <cstdint>

#include "ATen/core/Tensor.h"

namespace flow::core {

// Shapes: B rows, D dimensions.

/// One step of length h (negative backward) as the interpolant sees it.
struct StepEnds {
  const at::Tensor& x0_bd;
  const at::Tensor& v0_bd;
  const at::Tensor& x1_bd;
  const at::Tensor& v1_bd;
  at::Tensor bend_bd = {};  // see StepBend; the cubic where undefined
};

/// Writes to row `row` of `out_bd` where that row is at `theta` in [0, 1] of
/// the step: the cubic Hermite polynomial through both ends [Hairer93, II.6]
/// and, where there is a bend, theta^2 (1 - theta)^2 of it. At theta = 0 and 1
/// the end itself, bit for bit.
void InterpolateRow(const StepEnds& step, double h, double theta, int64_t row,
                    const at::Tensor& out_bd);

}  // namespace flow::core

#endif  // CORE_ODE_DENSE_OUTPUT_H_
