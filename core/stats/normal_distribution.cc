#include "core/stats/normal_distribution.h"

#include <cmath>
#include <numbers>

#include "core/base/check.h"

namespace flow::core {
namespace {

double NormalDensity(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
}

}  // namespace

double NormalCdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double NormalQuantile(double p) {
  FLOW_CHECK(p > 0 && p < 1) << "a probability inside (0, 1); got " << p;
  if (p > 0.5) return -NormalQuantile(1 - p);

  // Newton on log Phi, which is concave and increasing: from the left of the
  // root it climbs to it without overshooting. The start is on the left because
  // Phi(z) <= exp(-z^2 / 2) / 2 for z <= 0.
  double z = -std::sqrt(-2 * std::log(2 * p));
  for (int i = 0; i < 50; ++i) {
    const double cdf = NormalCdf(z);
    const double step = -std::log(cdf / p) * cdf / NormalDensity(z);
    z += step;
    if (std::abs(step) <= 1e-15 * std::abs(z)) break;
  }
  return z;
}

}  // namespace flow::core
