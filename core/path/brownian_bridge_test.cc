#include "core/path/brownian_bridge.h"

#include <cmath>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr BridgeNoise kNoises[] = {BridgeNoise::kConstant,
                                   BridgeNoise::kLinearDecreasing,
                                   BridgeNoise::kCosineDecreasing};
constexpr double kSigma = 1.5;

double G(BridgeNoise noise, double t) {
  const double pi = std::acos(-1.0);
  switch (noise) {
    case BridgeNoise::kConstant:
      break;
    case BridgeNoise::kLinearDecreasing:
      return 2 * kSigma * (1 - t);
    case BridgeNoise::kCosineDecreasing:
      return kSigma * std::cos(pi * t / 2) * pi / 2;
  }
  return kSigma;
}

// int_0^t g^2 by the midpoint rule; its error is below g'' / (24 n^2) = 1e-9.
double F(BridgeNoise noise, double t) {
  constexpr int kCells = 40000;
  double sum = 0;
  for (int i = 0; i < kCells; ++i) {
    sum += std::pow(G(noise, t * (i + 0.5) / kCells), 2);
  }
  return sum * t / kCells;
}

// Conditioning X_t on X_1 in the Gaussian process of independent increments
// with Var X_t = F(t) = Cov(X_t, X_1): a mean that moves by F(t) / F(1) of the
// way, a variance of F(t) - F(t)^2 / F(1).
TEST(BrownianBridgeTest, IsTheConditionedProcess) {
  for (const BridgeNoise noise : kNoises) {
    const double whole = F(noise, 1);
    EXPECT_NEAR(BridgeVariance({kSigma, noise}), whole, 1e-8);
    for (const double t : {0.1, 0.4, 0.9}) {
      const PathCoefficients c =
          Coefficients(BrownianBridgePathOptions{kSigma, noise}, t);
      const double part = F(noise, t);
      EXPECT_NEAR(c.target, part / whole, 1e-8);
      EXPECT_NEAR(c.source, 1 - part / whole, 1e-8);
      EXPECT_NEAR(c.noise * c.noise, part - part * part / whole, 1e-8);
    }
  }
}

// Where the closed form of the time that is left gives way to its series.
TEST(BrownianBridgeTest, TheCosineClockIsSmoothAtItsSeam) {
  const BrownianBridgePathOptions path{1, BridgeNoise::kCosineDecreasing};
  const double pi = std::acos(-1.0);
  for (const double s : {0.0099999, 0.0100001}) {
    const double expected = s - std::sin(pi * s) / pi;
    // that difference has 1e-17 of rounding in 1.6e-6
    EXPECT_NEAR(Coefficients(path, 1 - s).source / expected, 1, 1e-10);
  }
  // and far below, where 1 - r = pi^2 s^3 / 6 is all there is
  const double s = 0x1p-20;
  EXPECT_NEAR(Coefficients(path, 1 - s).source / (pi * pi * s * s * s / 6), 1,
              1e-10);
}

}  // namespace
}  // namespace flow::core
