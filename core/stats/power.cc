#include "core/stats/power.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/stats/normal_distribution.h"
#include "core/stats/student_t.h"

namespace flow::core {
namespace {

constexpr int kMostValues = 10000;

// The density of r = s / sigma for `nu` degrees of freedom: r sqrt(nu) has the
// chi distribution.
double DeviationDensity(double r, double nu) {
  if (r <= 0) return 0;
  return 2 * std::exp(0.5 * nu * std::log(0.5 * nu) - std::lgamma(0.5 * nu) +
                      (nu - 1) * std::log(r) - 0.5 * nu * r * r);
}

}  // namespace

double TestPower(double effect, int n, double confidence) {
  FLOW_CHECK(n >= 2) << "at least two values; got " << n;
  const double nu = n - 1;
  const double t = StudentTQuantile(confidence, nu);
  const double shift = effect * std::sqrt(static_cast<double>(n));
  // given s, the test passes where a standard normal exceeds t s - shift. The
  // density is within twelve of its deviations, 1 / sqrt(2 nu), of 1; there the
  // midpoint rule errs by what the ends leave, which is nothing but for nu = 1
  const double reach = 12 / std::sqrt(2 * nu);
  const double low = std::max(0.0, 1 - reach), high = 1 + reach;
  constexpr int kSteps = 400;
  const double h = (high - low) / kSteps;
  double power = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double r = low + (i + 0.5) * h;
    power += h * DeviationDensity(r, nu) * NormalCdf(shift - t * r);
  }
  return power;
}

std::optional<int> ValuesForPower(double effect, double confidence,
                                  double power) {
  FLOW_CHECK(power > 0 && power < 1) << "a power inside (0, 1); got " << power;
  const auto suffices = [&](int n) {
    return TestPower(effect, n, confidence) >= power;
  };
  if (!(effect > 0) || !suffices(kMostValues)) return std::nullopt;
  int too_few = 1, enough = kMostValues;
  while (enough - too_few > 1) {
    const int n = too_few + (enough - too_few) / 2;
    (suffices(n) ? enough : too_few) = n;
  }
  return enough;
}

}  // namespace flow::core
