#include "core/ode/sde_coefficients.h"

#include <cmath>

#include "core/base/check.h"

namespace flow::core {
namespace {

// a' b - a b'.
double RiseOf(const GaussianMix& mix) {
  return mix.a_rate * mix.b - mix.a * mix.b_rate;
}

// w and w^2 / (2 b), which stays finite where b vanishes with w.
struct Noise {
  double w, share;
};

Noise NoiseAt(double t, const GaussianMix& mix, Diffusion diffusion,
              double scale) {
  if (scale == 0) return {0, 0};
  const auto plain = [&](double w) {
    return Noise{w, w == 0 ? 0 : w * w / (2 * mix.b)};
  };
  switch (diffusion) {
    case Diffusion::kPath: {
      const double share = scale * scale * RiseOf(mix) / mix.a;
      return {std::sqrt(2 * mix.b * share), share};
    }
    case Diffusion::kConstant:
      return plain(scale);
    case Diffusion::kSigma:
      return {scale * mix.b, scale * scale * mix.b / 2};
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
  const double share = noise.share / RiseOf(mix);
  const double position = -share * mix.a_rate;
  return {.velocity = 1 + share * mix.a,
          .position = position,
          .noise = noise.w,
          .pull = std::abs(position)};
}

SdeCoefficients ScoredSdeCoefficientsAt(double t, const GaussianMix& mix,
                                        Diffusion diffusion, double scale) {
  const Noise noise = NoiseAt(t, mix, diffusion, scale);
  // w^2 / (2 b^2), which is a constant where w is a multiple of b
  const double pull = noise.w == 0 ? 0 : noise.share / mix.b;
  return {.score = noise.share, .noise = noise.w, .pull = pull};
}

}  // namespace flow::core
