#include "datasets/two_moons.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

TEST(TwoMoonsTest, DrawsConformAndHaveTheMoments) {
  const TwoMoons law({.noise = 0.1, .scale = 2, .shift = {-1, 0.5}});
  EXPECT_EQ(law.num_classes(), 2);
  EXPECT_FALSE(law.size().has_value());
  EXPECT_FALSE(law.LogDensity(law.Draw(1, /*seed=*/1).x_nd).has_value());
  core::ExpectDrawsConform(law);
  core::ExpectMomentsMatchDraws(law, /*seed=*/1);
}

TEST(TwoMoonsTest, WithoutNoiseTheLabelsAreTheHalfCircles) {
  const core::Points points = TwoMoons({.noise = 0}).Draw(500, /*seed=*/2);
  for (int64_t i = 0; i < 500; ++i) {
    const double x = points.x_nd[i][0].item<double>();
    const double y = points.x_nd[i][1].item<double>();
    const bool outer = points.label_n[i].item<int64_t>() == 0;
    EXPECT_NEAR(outer ? std::hypot(x, y) : std::hypot(x - 1, y - 0.5), 1, 1e-6);
    EXPECT_TRUE(outer ? y >= 0 : y <= 0.5) << y;
  }
}

// The parameters that the README gives for moons standardised by the mean and
// the deviation of all their numbers, times 7.
TEST(TwoMoonsTest, TheStandardisedRecipeIsAsWide) {
  const core::Moments moments =
      *TwoMoons({.noise = 0.1, .scale = 9.682, .shift = {-3.631, -3.631}})
           .ExactMoments();
  EXPECT_NEAR(moments.mean_d.mean().item<double>(), 0, 1e-3);
  const double mean_square =
      (moments.covariance_dd.trace() + moments.mean_d.square().sum())
          .item<double>() /
      2;
  EXPECT_NEAR(std::sqrt(mean_square), 7, 1e-3);
}

}  // namespace
}  // namespace flow::datasets
