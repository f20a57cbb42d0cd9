#include "core/ode/sde_coefficients.h"

#include <cmath>
#include <numbers>

#include "core/path/normal_part.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr Diffusion kAll[] = {Diffusion::kPath, Diffusion::kConstant,
                              Diffusion::kSigma, Diffusion::kLinear,
                              Diffusion::kDecreasing};

GaussianMix Linear(double t) { return {t, 1, 1 - t, -1}; }

GaussianMix Trigonometric(double t) {
  const double q = std::numbers::pi / 2;
  return {std::sin(q * t), q * std::cos(q * t), std::cos(q * t),
          -q * std::sin(q * t)};
}

// Between N(0, 1) and N(m, s^2) velocity and score are known: x_t has mean a m
// and variance V = b^2 + a^2 s^2, so
//   score = -(x - a m) / V,  v = a' m + (b b' + a a' s^2) / V (x - a m).
TEST(SdeCoefficientsTest, DriftIsTheVelocityAndHalfTheNoiseTimesTheScore) {
  const double m = 1.5, s = 0.6, x = 0.7, scale = 1.3;
  for (const GaussianSchedule schedule : {Linear, Trigonometric}) {
    for (const Diffusion diffusion : kAll) {
      for (const double t : {0.1, 0.5, 0.95}) {
        const GaussianMix p = schedule(t);
        const double variance = p.b * p.b + p.a * p.a * s * s;
        const double centred = x - p.a * m;
        const double v =
            p.a_rate * m +
            (p.b * p.b_rate + p.a * p.a_rate * s * s) / variance * centred;
        const SdeCoefficients c = SdeCoefficientsAt(t, p, diffusion, scale);
        const double expected = v - c.noise * c.noise / 2 * centred / variance;
        EXPECT_NEAR(c.velocity * v + c.position * x, expected, 1e-12)
            << static_cast<int>(diffusion) << " " << t;
      }
    }
  }
}

TEST(SdeCoefficientsTest, NoiseIsItsFormula) {
  const double t = 0.25, scale = 3;
  const auto noise = [&](Diffusion diffusion) {
    return SdeCoefficientsAt(t, Linear(t), diffusion, scale).noise;
  };
  // of the linear path: w^2 = 2 (1 - t) / t, the derivative of ((1 - t) / t)^2
  // times t^2, as the noise level of x / t is (1 - t) / t
  EXPECT_NEAR(noise(Diffusion::kPath), scale * std::sqrt(2 * 0.75 / 0.25),
              1e-14);
  EXPECT_EQ(noise(Diffusion::kConstant), 3);
  EXPECT_EQ(noise(Diffusion::kSigma), 3 * 0.75);
  EXPECT_EQ(noise(Diffusion::kLinear), 3 * 0.75);
  EXPECT_EQ(noise(Diffusion::kDecreasing), 3 * 0.75 * 0.75);
}

TEST(SdeCoefficientsTest, WithoutNoiseItIsTheFlow) {
  for (const Diffusion diffusion : kAll) {
    for (const double t : {0., 0.3, 1.}) {
      const SdeCoefficients c = SdeCoefficientsAt(t, Linear(t), diffusion, 0);
      EXPECT_EQ(c.velocity, 1) << static_cast<int>(diffusion) << " " << t;
      EXPECT_EQ(c.position, 0) << static_cast<int>(diffusion) << " " << t;
      EXPECT_EQ(c.noise, 0) << static_cast<int>(diffusion) << " " << t;
    }
  }
}

TEST(SdeCoefficientsTest, IsNotFiniteWhereTheNoisyScoreIsNot) {
  const auto position = [](Diffusion diffusion, double t) {
    return SdeCoefficientsAt(t, Linear(t), diffusion, 1).position;
  };
  EXPECT_FALSE(std::isfinite(position(Diffusion::kPath, 0)));
  EXPECT_TRUE(std::isfinite(position(Diffusion::kPath, 1)));
  EXPECT_FALSE(std::isfinite(position(Diffusion::kConstant, 1)));
  EXPECT_TRUE(std::isfinite(position(Diffusion::kConstant, 0)));
  EXPECT_TRUE(std::isfinite(position(Diffusion::kSigma, 1)));
}

// With the score -(x - m) / V of a normal law: e is b times it.
TEST(ScoredSdeCoefficientsTest,
     DriftIsTheVelocityAndHalfTheNoiseTimesTheScore) {
  const double score = -0.8, scale = 1.3;
  for (const Diffusion diffusion : kAll) {
    for (const double t : {0.1, 0.5, 0.95}) {
      const GaussianMix p = Trigonometric(t);
      const SdeCoefficients c = ScoredSdeCoefficientsAt(t, p, diffusion, scale);
      EXPECT_EQ(c.velocity, 1);
      EXPECT_EQ(c.position, 0);
      EXPECT_EQ(c.noise, SdeCoefficientsAt(t, p, diffusion, scale).noise);
      EXPECT_NEAR(c.score * p.b * score, c.noise * c.noise / 2 * score, 1e-12)
          << static_cast<int>(diffusion) << " " << t;
      EXPECT_NEAR(c.pull, c.noise * c.noise / (2 * p.b * p.b), 1e-9)
          << static_cast<int>(diffusion) << " " << t;
    }
  }
}

SdeCoefficients OfBridge(BridgeNoise noise, double t, Diffusion diffusion) {
  const SignalAndNoise at =
      NormalPartAt(BrownianBridgePathOptions{0.8, noise}, t);
  return ScoredSdeCoefficientsAt(
      t, {at.signal, at.signal_rate, at.noise, at.noise_rate}, diffusion, 2);
}

TEST(ScoredSdeCoefficientsTest, TheNoiseOfABridgeIsThatOfTheFreeProcess) {
  const auto noise = [](BridgeNoise bridge, double t) {
    return OfBridge(bridge, t, Diffusion::kPath).noise;
  };
  const double half_pi = std::numbers::pi / 2;
  for (const double t : {0.02, 0.3, 0.5, 0.9}) {
    EXPECT_NEAR(noise(BridgeNoise::kConstant, t), 2 * 0.8, 1e-9);
    EXPECT_NEAR(noise(BridgeNoise::kLinearDecreasing, t), 2 * 1.6 * (1 - t),
                1e-9);
    EXPECT_NEAR(noise(BridgeNoise::kCosineDecreasing, t),
                2 * 0.8 * std::cos(half_pi * t) * half_pi, 1e-9);
  }
}

// A network's e is of the size of one wherever it is asked; what multiplies it
// must not draw points past each other in a step.
TEST(ScoredSdeCoefficientsTest, PullsWithoutBoundAtTheEndsOfABridge) {
  for (const double t : {0., 1.}) {
    EXPECT_GT(OfBridge(BridgeNoise::kConstant, t, Diffusion::kPath).pull, 1e5);
    EXPECT_NEAR(OfBridge(BridgeNoise::kConstant, t, Diffusion::kSigma).pull, 2,
                1e-12);
  }
}

TEST(ScoredSdeCoefficientsTest, IsNotANumberWhereNoProcessHasTheMarginals) {
  // b / a grows
  EXPECT_TRUE(std::isnan(
      ScoredSdeCoefficientsAt(0.5, {0.5, 1, 0.1, 1}, Diffusion::kPath, 1)
          .noise));
  EXPECT_EQ(
      ScoredSdeCoefficientsAt(0.5, {0.5, 1, 0.1, 1}, Diffusion::kPath, 0).noise,
      0);
}

}  // namespace
}  // namespace flow::core
