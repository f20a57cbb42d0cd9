#include "core/train/velocity_regression.h"

#include "ATen/TensorOperators.h"
#include "core/train/squared_error.h"

namespace flow::core {

at::Tensor VelocityRegression::RowLosses(const Network& network,
                                         const Parameters& parameters,
                                         const Batch& batch) const {
  const PathPoint point =
      path_->At(batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd);
  const at::Tensor v_bd = network.Velocity(parameters, point.x_bd, batch.t_b);
  return SquaredErrors(v_bd - point.velocity_bd, batch.t_b, weight_);
}

}  // namespace flow::core
