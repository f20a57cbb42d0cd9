#include "core/ode/dense_output.h"

#include "core/ode/tile.h"

namespace flow::core {

void InterpolateRow(const StepEnds& step, double h, double theta, int64_t row,
                    const at::Tensor& out_bd) {
  const double s = theta, r = 1 - theta;
  const double bend = step.bend_bd.defined() ? s * s * r * r : 0;
  SetRow(out_bd, row,
         {{r * r * (1 + 2 * s), &step.x0_bd},
          {s * s * (1 + 2 * r), &step.x1_bd},
          {h * s * r * r, &step.v0_bd},
          {-h * s * s * r, &step.v1_bd},
          {bend, &step.bend_bd}});
}

}  // namespace flow::core
