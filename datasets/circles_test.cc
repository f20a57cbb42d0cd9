#include "datasets/circles.h"

#include <cmath>

#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

TEST(CirclesTest, DrawsConformAndHaveTheMoments) {
  const Circles law(
      {.noise = 0.1, .factor = 0.3, .scale = 2, .shift = {-1, 0.5}});
  EXPECT_EQ(law.num_classes(), 2);
  EXPECT_FALSE(law.size().has_value());
  EXPECT_FALSE(law.LogDensity(law.Draw(1, /*seed=*/1).x_nd).has_value());
  core::ExpectDrawsConform(law);
  core::ExpectMomentsMatchDraws(law, /*seed=*/1);
}

TEST(CirclesTest, WithoutNoiseTheLabelsAreTheCircles) {
  const core::Points points = Circles({.noise = 0}).Draw(500, /*seed=*/2);
  for (int64_t i = 0; i < 500; ++i) {
    const double x = points.x_nd[i][0].item<double>();
    const double y = points.x_nd[i][1].item<double>();
    const bool outer = points.label_n[i].item<int64_t>() == 0;
    EXPECT_NEAR(std::hypot(x, y), outer ? 1 : 0.5, 1e-6);
  }
}

}  // namespace
}  // namespace flow::datasets
