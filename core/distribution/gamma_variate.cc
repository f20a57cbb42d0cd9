#include "core/distribution/gamma_variate.h"

#include <cmath>

#include "core/base/check.h"

namespace flow::core {

double DrawLogGamma(double shape, RowRandom& random) {
  FLOW_CHECK(shape > 0) << "the shape of a gamma law; got " << shape;
  if (shape < 1) {
    const double u = 1 - random.Uniform();  // in (0, 1]
    return DrawLogGamma(shape + 1, random) + std::log(u) / shape;
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  while (true) {
    const double z = random.Normal();
    const double root = 1 + c * z;
    if (root <= 0) continue;
    const double log_v = 3 * std::log(root);
    const double log_u = std::log(1 - random.Uniform());
    if (log_u < 0.5 * z * z + d - d * std::exp(log_v) + d * log_v) {
      return std::log(d) + log_v;
    }
  }
}

}  // namespace flow::core
