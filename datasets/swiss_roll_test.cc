#include "datasets/swiss_roll.h"

#include <cmath>
#include <numbers>

#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

TEST(SwissRollTest, DrawsConformAndHaveTheMoments) {
  const SwissRoll law({.noise = 0.1, .scale = 0.2, .shift = {-1, 0.5}});
  EXPECT_EQ(law.num_classes(), 0);
  EXPECT_FALSE(law.size().has_value());
  EXPECT_FALSE(law.LogDensity(law.Draw(1, /*seed=*/1).x_nd).has_value());
  core::ExpectDrawsConform(law);
  core::ExpectMomentsMatchDraws(law, /*seed=*/1);
}

TEST(SwissRollTest, WithoutNoiseTheAngleIsTheRadius) {
  const core::Points points = SwissRoll({.noise = 0}).Draw(500, /*seed=*/2);
  for (int64_t i = 0; i < 500; ++i) {
    const double x = points.x_nd[i][0].item<double>();
    const double y = points.x_nd[i][1].item<double>();
    const double t = std::hypot(x, y);
    EXPECT_GE(t, 1.5 * std::numbers::pi - 1e-5);
    EXPECT_LE(t, 4.5 * std::numbers::pi + 1e-5);
    EXPECT_NEAR(x, t * std::cos(t), 1e-4);
    EXPECT_NEAR(y, t * std::sin(t), 1e-4);
  }
}

}  // namespace
}  // namespace flow::datasets
