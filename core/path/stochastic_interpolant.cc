#include "core/path/stochastic_interpolant.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/path/interpolating_paths.h"

namespace flow::core {
namespace {

constexpr double kPi = std::numbers::pi;

// gamma, and its rate at InteriorTime(t).
struct Noise {
  double value = 0, rate = 0;
};

double Logistic(double x) { return 1 / (1 + std::exp(-x)); }
double LogisticRate(double x) { return Logistic(x) * Logistic(-x); }

Noise SigmoidNoise(double scale, double t) {
  constexpr double kSteepness = 10;
  const double floor = Logistic(0) - Logistic(-kSteepness);
  const double above =
      Logistic(kSteepness * t) - Logistic(kSteepness * (t - 1)) - floor;
  // rounding may leave the end just below zero
  return {
      scale * std::max(above, 0.0),
      scale * kSteepness *
          (LogisticRate(kSteepness * t) - LogisticRate(kSteepness * (t - 1)))};
}

Noise NoiseAt(const StochasticInterpolantPathOptions& options, double t) {
  const double scale = options.scale;
  const double inside = InteriorTime(t);
  switch (options.gamma) {
    case InterpolantNoise::kZero:
      break;
    case InterpolantNoise::kBrownian:
      return {std::sqrt(scale * t * (1 - t)),
              scale * (1 - 2 * inside) /
                  (2 * std::sqrt(scale * inside * (1 - inside)))};
    case InterpolantNoise::kQuadratic:
      return {scale * t * (1 - t), scale * (1 - 2 * t)};
    case InterpolantNoise::kSineSquared: {
      const double sine = std::sin(kPi * t);
      return {scale * sine * sine, scale * kPi * std::sin(2 * kPi * t)};
    }
    case InterpolantNoise::kSigmoid:
      return SigmoidNoise(scale, t);
  }
  return {};
}

PathCoefficients EncodeDecode(double t) {
  const double cosine = std::cos(kPi * t);
  const double value = cosine * cosine;
  const double rate = -kPi * std::sin(2 * kPi * t);
  if (t < 0.5) return {.source = value, .source_rate = rate};
  return {.target = value, .target_rate = rate};
}

// The slope of sqrt((1 - t)^2 + gamma^2) is infinite at t = 1 where that of
// gamma is, so all of it is taken inside.
PathCoefficients OneSided(const StochasticInterpolantPathOptions& options,
                          double t) {
  const double inside = InteriorTime(t);
  const Noise noise = NoiseAt(options, inside);
  return {.source = std::hypot(1 - t, NoiseAt(options, t).value),
          .target = t,
          .source_rate = (noise.value * noise.rate - (1 - inside)) /
                         std::hypot(1 - inside, noise.value),
          .target_rate = 1};
}

PathCoefficients WithoutNoise(Interpolant interpolant, double t) {
  switch (interpolant) {
    case Interpolant::kTrigonometric:
      return Coefficients(TrigonometricPathOptions{}, t);
    case Interpolant::kEncodeDecode:
      return EncodeDecode(t);
    case Interpolant::kMirror:
      return {.target = 1};
    case Interpolant::kLinear:
    case Interpolant::kOneSided:
      break;
  }
  return Coefficients(LinearPathOptions{}, t);
}

}  // namespace

PathCoefficients Coefficients(const StochasticInterpolantPathOptions& options,
                              double t) {
  if (options.interpolant == Interpolant::kOneSided) {
    return OneSided(options, t);
  }
  PathCoefficients path = WithoutNoise(options.interpolant, t);
  const Noise noise = NoiseAt(options, t);
  path.noise = noise.value;
  path.noise_rate = noise.rate;
  return path;
}

}  // namespace flow::core
