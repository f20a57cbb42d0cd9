#include "core/train/velocity_regression.h"

namespace flow::core {

Regression VelocityRegression::ProblemOf(const Batch& batch) const {
  const PathPoint point =
      path_->At(batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd);
  return {.x_bd = point.x_bd,
          .target_be = point.velocity_bd,
          .scale_b = {},
          .weight_b = WeightsAt(weight_, batch.t_b)};
}

}  // namespace flow::core
