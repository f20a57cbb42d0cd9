#include "core/stats/student_t.h"

#include <cmath>

#include "core/base/check.h"

namespace flow::core {
namespace {

constexpr double kTiny = 1e-300;

double AwayFromZero(double value) {
  return std::abs(value) < kTiny ? kTiny : value;
}

// The fraction 1/(1 + d_1/(1 + d_2/(1 + ...))) with
//   d_{2m}   =  m (b - m) x / ((a + 2m - 1)(a + 2m)),
//   d_{2m+1} = -(a + m)(a + b + m) x / ((a + 2m)(a + 2m + 1)).
// It converges fast where x < (a + 1) / (a + b + 2).
double BetaFraction(double a, double b, double x) {
  double c = 1;
  double d = 1 / AwayFromZero(1 - (a + b) * x / (a + 1));
  double fraction = d;
  for (int m = 1; m < 10000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / AwayFromZero(1 + even * d);
    c = AwayFromZero(1 + even / c);
    fraction *= c * d;
    const double odd =
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / AwayFromZero(1 + odd * d);
    c = AwayFromZero(1 + odd / c);
    fraction *= c * d;
    if (std::abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}

}  // namespace

double RegularizedIncompleteBeta(double a, double b, double x) {
  FLOW_CHECK(a > 0 && b > 0) << "got a = " << a << ", b = " << b;
  FLOW_CHECK(x >= 0 && x <= 1) << "x must lie in [0, 1]; got " << x;
  if (x == 0 || x == 1) return x;
  const double front =
      std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
               a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * BetaFraction(a, b, x) / a;
  return 1 - front * BetaFraction(b, a, 1 - x) / b;
}

double StudentTCdf(double t, double degrees_of_freedom) {
  FLOW_CHECK(degrees_of_freedom > 0) << "got " << degrees_of_freedom;
  const double nu = degrees_of_freedom;
  const double tail =
      0.5 * RegularizedIncompleteBeta(nu / 2, 0.5, nu / (nu + t * t));
  return t < 0 ? tail : 1 - tail;
}

double StudentTQuantile(double p, double degrees_of_freedom) {
  FLOW_CHECK(p > 0 && p < 1) << "a probability inside (0, 1); got " << p;
  if (p == 0.5) return 0;
  // the lower tail keeps its relative precision, so solve there
  if (p > 0.5) return -StudentTQuantile(1 - p, degrees_of_freedom);
  double low = -1, high = 0;
  while (StudentTCdf(low, degrees_of_freedom) > p) low *= 2;
  // bisection down to neighbouring doubles: tens of steps, and it cannot fail
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    (StudentTCdf(middle, degrees_of_freedom) < p ? low : high) = middle;
  }
}

}  // namespace flow::core
