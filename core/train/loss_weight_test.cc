#include "core/train/loss_weight.h"

#include <algorithm>
#include <cmath>

#include "core/path/path_coefficients.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kTimes[] = {0.05, 0.3, 0.5, 0.8, 0.97};

TEST(LossWeightTest, AConstantIsNoWeight) {
  EXPECT_FALSE(MakeTimeWeight(ConstantWeightOptions{}, LinearPathOptions{},
                              Prediction::kVelocity));
}

TEST(LossWeightTest, NearTargetIsItsFormula) {
  const TimeWeight weight = MakeTimeWeight(
      NearTargetWeightOptions{0.25}, LinearPathOptions{}, Prediction::kData);
  EXPECT_DOUBLE_EQ(weight(0), 0.8);
  EXPECT_DOUBLE_EQ(weight(1), 4);
}

// For the line, snr = t^2 / (1 - t)^2 and w = 1.
TEST(LossWeightTest, MinSnrOnTheLine) {
  const auto weight = [](Prediction prediction) {
    return MakeTimeWeight(MinSnrWeightOptions{5}, LinearPathOptions{},
                          prediction);
  };
  for (const double t : kTimes) {
    const double s = 1 - t, snr = t * t / (s * s);
    const double data = std::min(snr, 5.0) / 5;
    EXPECT_NEAR(weight(Prediction::kData)(t), data, 1e-12);
    EXPECT_NEAR(weight(Prediction::kVelocity)(t), data * s * s, 1e-12);
    EXPECT_NEAR(weight(Prediction::kNoise)(t), data / snr, 1e-12);
    EXPECT_NEAR(weight(Prediction::kScore)(t), data / snr, 1e-12);
  }
}

// On the quarter circle the velocity is pi / 2 times what diffusion models call
// v, for which the published weight is min(snr, cap) / (snr + 1).
TEST(LossWeightTest, MinSnrIsThePublishedOneOnTheCircle) {
  const TimeWeight weight =
      MakeTimeWeight(MinSnrWeightOptions{5}, TrigonometricPathOptions{},
                     Prediction::kVelocity);
  const double half_pi = std::acos(0.0);
  for (const double t : kTimes) {
    const double snr = std::pow(std::tan(half_pi * t), 2);
    EXPECT_NEAR(weight(t) * 5 * half_pi * half_pi,
                std::min(snr, 5.0) / (snr + 1), 1e-12);
  }
}

TEST(LossWeightTest, MinSnrIsFiniteAtTheEnds) {
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{}), PathOptions(LinearVpPathOptions{}),
        PathOptions(VpPathOptions{}), PathOptions(CosinePathOptions{})}) {
    for (const Prediction prediction :
         {Prediction::kVelocity, Prediction::kData, Prediction::kNoise}) {
      const TimeWeight weight =
          MakeTimeWeight(MinSnrWeightOptions{}, path, prediction);
      EXPECT_TRUE(std::isfinite(weight(0))) << path.index();
      EXPECT_TRUE(std::isfinite(weight(1))) << path.index();
    }
  }
}

}  // namespace
}  // namespace flow::core
