#include "core/train/velocity_regression.h"

namespace flow::core {

Regression VelocityRegression::ProblemAt(const PathColumns& columns,
                                         const Batch& batch) const {
  const PathPoint point =
      path().At(batch.x0_bd, batch.x1_bd, columns, batch.noise_bd);
  return {point.x_bd, point.velocity_bd};
}

}  // namespace flow::core
