#include "core/path/brownian_bridge.h"

#include <cmath>
#include <numbers>

namespace flow::core {
namespace {

constexpr double kPi = std::numbers::pi;

// r, 1 - r without the loss of digits near 0, and r'.
struct ClockTime {
  double done, left, rate;
};

// s - sin(pi s) / pi, which is pi^2 s^3 / 6 for small s: where the difference
// would have lost its digits, its series.
double SineGap(double s) {
  if (s > 0.01) return s - std::sin(kPi * s) / kPi;
  const double p = kPi * kPi * s * s;
  return s * p / 6 * (1 - p / 20 * (1 - p / 42));
}

ClockTime ClockAt(BridgeNoise noise, double t) {
  const double s = 1 - t;
  switch (noise) {
    case BridgeNoise::kConstant:
      break;
    case BridgeNoise::kLinearDecreasing:
      return {t * (3 - 3 * t + t * t), s * s * s, 3 * s * s};
    case BridgeNoise::kCosineDecreasing: {
      const double g = std::sin(kPi / 2 * s);
      return {t + std::sin(kPi * t) / kPi, SineGap(s), 2 * g * g};
    }
  }
  return {t, s, 1};
}

}  // namespace

double BridgeVariance(const BrownianBridgePathOptions& options) {
  const double constant = options.sigma * options.sigma;
  switch (options.noise) {
    case BridgeNoise::kConstant:
      break;
    case BridgeNoise::kLinearDecreasing:
      return constant * 4 / 3;
    case BridgeNoise::kCosineDecreasing:
      return constant * kPi * kPi / 8;
  }
  return constant;
}

PathCoefficients Coefficients(const BrownianBridgePathOptions& options,
                              double t) {
  const double scale = std::sqrt(BridgeVariance(options));
  const ClockTime now = ClockAt(options.noise, t);
  const ClockTime inside = ClockAt(options.noise, InteriorTime(t));
  const double spread = std::sqrt(inside.done * inside.left);
  return {.source = now.left,
          .target = now.done,
          .noise = scale * std::sqrt(now.done * now.left),
          .source_rate = -inside.rate,
          .target_rate = inside.rate,
          .noise_rate =
              scale * inside.rate * (inside.left - inside.done) / (2 * spread)};
}

}  // namespace flow::core
