#include "core/path/signal_and_noise.h"

#include <cmath>

#include "core/path/path_coefficients.h"

namespace flow::core {
namespace {

double RatioAt(const PathOptions& options, double t) {
  const SignalAndNoise at = SignalAndNoiseAt(options, t);
  return at.signal / at.noise;
}

}  // namespace

SignalAndNoise SignalAndNoiseAt(const PathOptions& options, double t) {
  const PathCoefficients c = CoefficientsAt(options, InteriorTime(t));
  if (c.noise == 0) {
    return {c.target, c.source, c.target_rate, c.source_rate};
  }
  const double noise = std::hypot(c.source, c.noise);
  return {c.target, noise, c.target_rate,
          (c.source * c.source_rate + c.noise * c.noise_rate) / noise};
}

bool HasRisingRatio(const PathOptions& options) {
  constexpr int kTimes = 1000;
  double last = -1;
  for (int i = 0; i <= kTimes; ++i) {
    const double ratio = RatioAt(options, static_cast<double>(i) / kTimes);
    // not a number counts as not rising
    if (!(ratio > last)) return false;
    last = ratio;
  }
  return true;
}

double TimeOfRatio(const PathOptions& options, double ratio) {
  double low = 0, high = 1;
  if (ratio <= RatioAt(options, low)) return low;
  if (ratio >= RatioAt(options, high)) return high;
  // bisection down to neighbouring doubles cannot fail
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    (RatioAt(options, middle) < ratio ? low : high) = middle;
  }
}

}  // namespace flow::core
