#include "core/train/velocity_score_regression.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"

namespace flow::core {

Regression VelocityScoreRegression::ProblemAt(const PathColumns& columns,
                                              const Batch& batch) const {
  const PathPoint point =
      path().At(batch.x0_bd, batch.x1_bd, columns, batch.noise_bd);
  const at::Tensor& e_bd = path().uses_noise() ? batch.noise_bd : batch.x0_bd;
  return {point.x_bd, at::concat({point.velocity_bd, -e_bd}, 1)};
}

}  // namespace flow::core
