#include "core/path/signal_and_noise.h"

#include <cmath>

#include "core/path/path_coefficients.h"
#include "core/path/path_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(SignalAndNoiseTest, MergesTheNoises) {
  for (const auto& [name, path] : EveryPath()) {
    SCOPED_TRACE(name);
    const double t = 0.3, h = 1e-6;
    const PathCoefficients c = CoefficientsAt(path, t);
    const SignalAndNoise at = SignalAndNoiseAt(path, t);
    EXPECT_EQ(at.signal, c.target);
    EXPECT_DOUBLE_EQ(at.noise, std::hypot(c.source, c.noise));
    const double rate = (SignalAndNoiseAt(path, t + h).noise -
                         SignalAndNoiseAt(path, t - h).noise) /
                        (2 * h);
    EXPECT_NEAR(at.noise_rate, rate, 1e-7);
  }
}

TEST(SignalAndNoiseTest, DiffusionsRiseAndDetoursDoNot) {
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{}), PathOptions(LinearPathOptions{0.1}),
        PathOptions(TrigonometricPathOptions{}), PathOptions(VpPathOptions{}),
        PathOptions(LinearVpPathOptions{}), PathOptions(CosinePathOptions{}),
        PathOptions(PolynomialPathOptions{2}),
        PathOptions(TargetConditionalPathOptions{}),
        PathOptions(CauchyPathOptions{})}) {
    EXPECT_TRUE(HasRisingRatio(path)) << path.index();
  }
  for (const Interpolant interpolant :
       {Interpolant::kMirror, Interpolant::kEncodeDecode}) {
    EXPECT_FALSE(HasRisingRatio(StochasticInterpolantPathOptions{interpolant}));
  }
  EXPECT_FALSE(
      HasRisingRatio(GeneralGaussianPathOptions{{0, 3, -2}, {1, -0.1}}));
}

TEST(SignalAndNoiseTest, TimeOfRatioInvertsTheRatio) {
  for (const auto& [name, path] : EveryPath()) {
    if (!HasRisingRatio(path)) continue;
    for (const double t : {0.1, 0.5, 0.95}) {
      const SignalAndNoise at = SignalAndNoiseAt(path, t);
      EXPECT_NEAR(TimeOfRatio(path, at.signal / at.noise), t, 1e-12) << name;
    }
  }
  // alpha / sigma = t / (1 - t)
  EXPECT_NEAR(TimeOfRatio(LinearPathOptions{}, 3), 0.75, 1e-15);
  EXPECT_EQ(TimeOfRatio(LinearPathOptions{}, 0), 0);
  EXPECT_EQ(TimeOfRatio(TargetConditionalPathOptions{0.5}, 3), 1);
}

}  // namespace
}  // namespace flow::core
