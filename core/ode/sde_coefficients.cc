#include "core/ode/sde_coefficients.h"

#include <cmath>

#include "core/base/check.h"

namespace flow::core {
namespace {

// w and w^2 / (2 b N), which stays finite where b vanishes with w.
struct Noise {
  double w, share;
};

Noise NoiseAt(double t, const GaussianMix& mix, Diffusion diffusion,
              double scale) {
  const double n = mix.a_rate * mix.b - mix.a * mix.b_rate;
  const auto plain = [&](double w) {
    return Noise{w, w == 0 ? 0 : w * w / (2 * mix.b * n)};
  };
  switch (diffusion) {
    case Diffusion::kPath:
      if (scale == 0) return {0, 0};
      return {scale * std::sqrt(2 * mix.b * n / mix.a), scale * scale / mix.a};
    case Diffusion::kConstant:
      return plain(scale);
    case Diffusion::kSigma:
      return {scale * mix.b, scale * scale * mix.b / (2 * n)};
    case Diffusion::kLinear:
      return plain(scale * (1 - t));
    case Diffusion::kDecreasing:
      return plain(scale * (1 - t) * (1 - t));
  }
  FLOW_CHECK(false) << "a diffusion without a formula";
  return {};
}

}  // namespace

SdeCoefficients SdeCoefficientsAt(double t, const GaussianMix& mix,
                                  Diffusion diffusion, double scale) {
  const Noise noise = NoiseAt(t, mix, diffusion, scale);
  return {1 + noise.share * mix.a, -noise.share * mix.a_rate, noise.w};
}

}  // namespace flow::core
