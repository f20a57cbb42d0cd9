#include "core/train/prediction_regression.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/hypot.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

// x_t = alpha x1 + sigma e: e and sigma, of x0 alone or of a x0 + c z as one.
struct NoisePart {
  at::Tensor e_bd, sigma_b1;
};

NoisePart NoisePartOf(const AffinePath& path, const PathColumns& c,
                      const Batch& batch) {
  if (!path.uses_noise()) return {batch.x0_bd, c.source_b1};
  const at::Tensor sigma_b1 = at::hypot(c.source_b1, c.noise_b1);
  return {(c.source_b1 * batch.x0_bd + c.noise_b1 * batch.noise_bd) / sigma_b1,
          sigma_b1};
}

}  // namespace

Regression PredictionRegression::ProblemAt(const PathColumns& columns,
                                           const Batch& batch) const {
  Regression problem = {
      path().At(batch.x0_bd, batch.x1_bd, columns, batch.noise_bd).x_bd,
      batch.x1_bd};
  switch (prediction_) {
    case Prediction::kVelocity:
    case Prediction::kVelocityAndScore:
      FLOW_CHECK(false) << "velocity has objectives of its own";
      break;
    case Prediction::kData:
      break;
    case Prediction::kNoise:
      problem.target_be = NoisePartOf(path(), columns, batch).e_bd;
      break;
    case Prediction::kScore: {
      const NoisePart noise = NoisePartOf(path(), columns, batch);
      problem.target_be = -noise.e_bd;
      problem.scale_b = noise.sigma_b1.squeeze(1);
      break;
    }
  }
  return problem;
}

}  // namespace flow::core
