#include "core/train/prediction_regression.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/hypot.h"
#include "core/base/check.h"
#include "core/path/path_columns.h"

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

Regression PredictionRegression::ProblemOf(const Batch& batch) const {
  Regression problem = {
      .x_bd =
          path_.At(batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd).x_bd,
      .target_be = batch.x1_bd,
      .scale_b = {},
      .weight_b = WeightsAt(weight_, batch.t_b)};
  switch (prediction_) {
    case Prediction::kVelocity:
    case Prediction::kVelocityAndScore:
      FLOW_CHECK(false) << "velocity has objectives of its own";
      break;
    case Prediction::kData:
      break;
    case Prediction::kNoise:
      problem.target_be = NoiseOf(path_, batch);
      break;
    case Prediction::kScore:
      problem.target_be = -NoiseOf(path_, batch);
      problem.scale_b = SignalAndNoiseColumnsAt(path_.options(), batch.t_b)
                            .noise_b1.squeeze(1);
      break;
  }
  return problem;
}

}  // namespace flow::core
