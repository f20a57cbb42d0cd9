#include "datasets/s_curve.h"

#include <cmath>

#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

TEST(SCurveTest, DrawsConformAndHaveTheMoments) {
  const SCurve law({.noise = 0.1, .scale = 2, .shift = {-1, 0.5}});
  EXPECT_EQ(law.num_classes(), 0);
  EXPECT_FALSE(law.size().has_value());
  EXPECT_FALSE(law.LogDensity(law.Draw(1, /*seed=*/1).x_nd).has_value());
  core::ExpectDrawsConform(law);
  core::ExpectMomentsMatchDraws(law, /*seed=*/1);
}

TEST(SCurveTest, WithoutNoiseThePointsAreOnTwoArcs) {
  const core::Points points = SCurve({.noise = 0}).Draw(500, /*seed=*/2);
  for (int64_t i = 0; i < 500; ++i) {
    const double x = points.x_nd[i][0].item<double>();
    const double y = points.x_nd[i][1].item<double>();
    // the centre of the arc below the origin is (0, -1), of the other (0, 1)
    EXPECT_NEAR(std::hypot(x, std::abs(y) - 1), 1, 1e-6);
    // the quarter that is missing would close the letter to an 8
    EXPECT_FALSE(y < 0 && y > -1 && x < -1e-6) << x << ", " << y;
    EXPECT_FALSE(y > 0 && y < 1 && x > 1e-6) << x << ", " << y;
  }
}

}  // namespace
}  // namespace flow::datasets
