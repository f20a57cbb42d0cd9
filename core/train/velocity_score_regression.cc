#include "core/train/velocity_score_regression.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"

namespace flow::core {

Regression VelocityScoreRegression::ProblemOf(const Batch& batch) const {
  const PathPoint point =
      path_.At(batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd);
  const at::Tensor& e_bd = path_.uses_noise() ? batch.noise_bd : batch.x0_bd;
  return {.x_bd = point.x_bd,
          .target_be = at::concat({point.velocity_bd, -e_bd}, 1),
          .scale_b = {},
          .weight_b = WeightsAt(weight_, batch.t_b)};
}

}  // namespace flow::core
