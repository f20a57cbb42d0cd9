#include "core/path/path_coefficients.h"

#include <cmath>

#include "core/path/path_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kTimes[] = {0.01, 0.13, 0.37, 0.499, 0.62, 0.88, 0.99};

double CentralDifference(const PathOptions& path, double t,
                         double PathCoefficients::*coefficient) {
  // the error of h^2 f''' / 6 + 2^-53 f / h is least near here
  constexpr double h = 1e-5;
  return (CoefficientsAt(path, t + h).*coefficient -
          CoefficientsAt(path, t - h).*coefficient) /
         (2 * h);
}

// Third derivatives are largest for c = sqrt(t) / 2 and the like at t = 0.01,
// where 3/8 t^(-5/2) = 4e4: errors of 1e-6.
TEST(PathCoefficientsTest, RatesAreTimeDerivatives) {
  for (const auto& [name, path] : EveryPath()) {
    for (const double t : kTimes) {
      SCOPED_TRACE(testing::Message() << name << " at " << t);
      const PathCoefficients c = CoefficientsAt(path, t);
      EXPECT_NEAR(c.source_rate,
                  CentralDifference(path, t, &PathCoefficients::source), 2e-5);
      EXPECT_NEAR(c.target_rate,
                  CentralDifference(path, t, &PathCoefficients::target), 2e-5);
      EXPECT_NEAR(c.noise_rate,
                  CentralDifference(path, t, &PathCoefficients::noise), 2e-5);
    }
  }
}

// What a path with a'(1) = -inf or c'(0) = inf says there: numbers, those of
// the margin.
TEST(PathCoefficientsTest, RatesAreFiniteAtTheEnds) {
  for (const auto& [name, path] : EveryPath()) {
    SCOPED_TRACE(name);
    for (const double t : {0.0, 1.0}) {
      const PathCoefficients c = CoefficientsAt(path, t);
      const PathCoefficients near = CoefficientsAt(path, InteriorTime(t));
      for (const auto rate :
           {&PathCoefficients::source_rate, &PathCoefficients::target_rate,
            &PathCoefficients::noise_rate}) {
        ASSERT_TRUE(std::isfinite(c.*rate));
        // rates that are finite there move by no more than 1e-6 times theirs
        EXPECT_NEAR(c.*rate, near.*rate, 1e-4);
      }
    }
  }
}

TEST(PathCoefficientsTest, NoiseIsNeverNegative) {
  for (const auto& [name, path] : EveryPath()) {
    for (int i = 0; i <= 1000; ++i) {
      EXPECT_GE(CoefficientsAt(path, i / 1000.0).noise, 0) << name << " " << i;
    }
  }
}

void ExpectAt(const PathOptions& path, double t, double source, double target,
              double noise) {
  const PathCoefficients c = CoefficientsAt(path, t);
  // some roundings of numbers up to 2
  EXPECT_NEAR(c.source, source, 1e-14) << "t = " << t;
  EXPECT_NEAR(c.target, target, 1e-14) << "t = " << t;
  EXPECT_NEAR(c.noise, noise, 1e-14) << "t = " << t;
}

// The first and the last point of each kind, which decide what source it needs
// and what it ends at.
TEST(PathCoefficientsTest, Ends) {
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{}), PathOptions(PolynomialPathOptions{3}),
        PathOptions(TrigonometricPathOptions{}),
        PathOptions(LinearVpPathOptions{}), PathOptions(CosinePathOptions{}),
        PathOptions(BrownianBridgePathOptions{2}),
        PathOptions(
            BrownianBridgePathOptions{2, BridgeNoise::kLinearDecreasing}),
        PathOptions(
            BrownianBridgePathOptions{2, BridgeNoise::kCosineDecreasing})}) {
    SCOPED_TRACE(path.index());
    ExpectAt(path, 0, 1, 0, 0);
    ExpectAt(path, 1, 0, 1, 0);
  }
  for (const auto& [name, path] : EveryPath()) {
    const auto* interpolant =
        std::get_if<StochasticInterpolantPathOptions>(&path);
    if (interpolant == nullptr) continue;
    SCOPED_TRACE(name);
    const bool mirror = interpolant->interpolant == Interpolant::kMirror;
    EXPECT_NEAR(CoefficientsAt(path, 1).noise, 0, 1e-15);
    EXPECT_NEAR(CoefficientsAt(path, 0).noise, 0, 1e-15);
    EXPECT_DOUBLE_EQ(CoefficientsAt(path, 0).source, mirror ? 0 : 1);
    EXPECT_DOUBLE_EQ(CoefficientsAt(path, 0).target, mirror ? 1 : 0);
    EXPECT_NEAR(CoefficientsAt(path, 1).source, 0, 1e-7);
    EXPECT_DOUBLE_EQ(CoefficientsAt(path, 1).target, 1);
  }
  ExpectAt(TargetConditionalPathOptions{0.25}, 0, 1, 0, 0);
  ExpectAt(TargetConditionalPathOptions{0.25}, 1, 0.25, 1, 0);
  ExpectAt(CauchyPathOptions{40, 1e-3}, 0, 1, 1, 0);
  ExpectAt(CauchyPathOptions{40, 1e-3}, 1, 1e-3 / 40, 1, 0);
  ExpectAt(TubePathOptions{2}, 0, 1, 0, 0);
  ExpectAt(TubePathOptions{2}, 1, 0, 1, 0);
  ExpectAt(RayPathOptions{1, 40}, 0, 1, 1, 0);
  ExpectAt(RayPathOptions{1, 40}, 1, 0, 1, 0);
  // exp(-5.025), the trace of the target that is left
  const PathCoefficients vp = CoefficientsAt(VpPathOptions{}, 0);
  EXPECT_NEAR(vp.target, 6.5715e-3, 1e-7);
  ExpectAt(VpPathOptions{}, 1, 0, 1, 0);
}

// The published form of each formula, at one time.
TEST(PathCoefficientsTest, Middle) {
  const double t = 0.3, s = 0.7, pi = std::acos(-1.0);
  ExpectAt(LinearPathOptions{0.2}, t, s, t, 0.2);
  ExpectAt(TrigonometricPathOptions{0.2}, t, std::cos(pi * t / 2),
           std::sin(pi * t / 2), 0.2);
  ExpectAt(PolynomialPathOptions{3}, t, 1 - t * t * t, t * t * t, 0);
  ExpectAt(TubePathOptions{2}, t, s, t, 2 * std::sin(pi * t));
  ExpectAt(TubePathOptions{2, 0.25}, t, s, t, 2);
  ExpectAt(TubePathOptions{2, 0.25}, 0.9, 1 - 0.9, 0.9,
           2 * std::sin(0.4 * pi / 2));
  ExpectAt(RayPathOptions{5, 8}, t, s, 1, 0);
  ExpectAt(LinearVpPathOptions{}, t, std::sqrt(1 - t * t), t, 0);
  const auto f = [&](double u) {
    return std::cos(pi / 2 * (u + 0.008) / 1.008);
  };
  const double cosine = f(s) / f(0);
  ExpectAt(CosinePathOptions{0.008}, t, std::sqrt(1 - cosine * cosine), cosine,
           0);
  const double vp = std::exp(-s * s * 19.9 / 4 - s * 0.1 / 2);
  ExpectAt(VpPathOptions{0.1, 20}, t, std::sqrt(1 - vp * vp), vp, 0);
  ExpectAt(GeneralGaussianPathOptions{{0, 0.25, 0.75}, {1, -0.5}}, t,
           1 - 0.5 * t, 0.25 * t + 0.75 * t * t, 0);
  ExpectAt(BrownianBridgePathOptions{2}, t, s, t, 2 * std::sqrt(t * s));
  const double fall = std::pow(0.2 / 5, t);
  ExpectAt(StudentTPathOptions{3, 5, 0.2}, t, fall, 1, 0);
}

TEST(PathCoefficientsTest, VariancePreservingPathsKeepTheVariance) {
  for (const PathOptions& path :
       {PathOptions(TrigonometricPathOptions{}),
        PathOptions(CosinePathOptions{}), PathOptions(LinearVpPathOptions{}),
        PathOptions(VpPathOptions{})}) {
    for (const double t : kTimes) {
      const PathCoefficients c = CoefficientsAt(path, t);
      EXPECT_NEAR(c.source * c.source + c.target * c.target, 1, 1e-14);
      // from differentiating it
      EXPECT_NEAR(c.source * c.source_rate + c.target * c.target_rate, 0,
                  1e-13);
    }
  }
}

TEST(PathCoefficientsTest, OneSidedHasTheNoiseOfTheLinearOne) {
  for (const double t : kTimes) {
    const PathCoefficients linear = CoefficientsAt(
        StochasticInterpolantPathOptions{.interpolant = Interpolant::kLinear},
        t);
    const PathCoefficients one_sided = CoefficientsAt(
        StochasticInterpolantPathOptions{.interpolant = Interpolant::kOneSided},
        t);
    EXPECT_DOUBLE_EQ(one_sided.source, std::hypot(linear.source, linear.noise));
    EXPECT_EQ(one_sided.noise, 0);
  }
}

TEST(PathCoefficientsTest, EncodeDecodeIsNoiseAloneInTheMiddle) {
  const PathCoefficients c = CoefficientsAt(
      StochasticInterpolantPathOptions{Interpolant::kEncodeDecode,
                                       InterpolantNoise::kSineSquared, 2},
      0.5);
  EXPECT_NEAR(c.source, 0, 1e-30);
  EXPECT_NEAR(c.target, 0, 1e-30);
  EXPECT_EQ(c.noise, 2);
  EXPECT_NEAR(c.target_rate, 0, 1e-14);
}

}  // namespace
}  // namespace flow::core
