#include "core/train/prediction_regression.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/hypot.h"
#include "core/base/check.h"
#include "core/path/path_columns.h"
#include "core/train/squared_error.h"

namespace flow::core {
namespace {

// e: x0 itself, or a x0 + c z as one.
at::Tensor NoiseOf(const AffinePath& path, const Batch& batch) {
  if (!path.uses_noise()) return batch.x0_bd;
  const PathColumns c = PathColumnsAt(path.options(), batch.t_b);
  return (c.source_b1 * batch.x0_bd + c.noise_b1 * batch.noise_bd) /
         at::hypot(c.source_b1, c.noise_b1);
}

}  // namespace

at::Tensor PredictionRegression::RowLosses(const Network& network,
                                           const Parameters& parameters,
                                           const Batch& batch) const {
  const at::Tensor x_bd =
      path_.At(batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd).x_bd;
  const at::Tensor value_bd = network.Velocity(parameters, x_bd, batch.t_b);
  const auto loss = [&](const at::Tensor& error_bd) {
    return SquaredErrors(error_bd, batch.t_b, weight_);
  };
  switch (prediction_) {
    case Prediction::kVelocity:
      break;
    case Prediction::kData:
      return loss(value_bd - batch.x1_bd);
    case Prediction::kNoise:
      return loss(value_bd - NoiseOf(path_, batch));
    case Prediction::kScore:
      return loss(SignalAndNoiseColumnsAt(path_.options(), batch.t_b).noise_b1 *
                      value_bd +
                  NoiseOf(path_, batch));
  }
  FLOW_CHECK(false) << "velocity has an objective of its own";
  return {};
}

}  // namespace flow::core
