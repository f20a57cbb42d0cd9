#include "core/stats/student_t.h"

#include <cmath>
#include <numbers>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(RegularizedIncompleteBetaTest, HasItsClosedForms) {
  for (const double x : {0.0, 0.1, 0.5, 0.83, 1.0}) {
    EXPECT_NEAR(RegularizedIncompleteBeta(1, 1, x), x, 1e-14);
    EXPECT_NEAR(RegularizedIncompleteBeta(3, 1, x), x * x * x, 1e-14);
    EXPECT_NEAR(RegularizedIncompleteBeta(2, 2, x), x * x * (3 - 2 * x), 1e-14);
    EXPECT_NEAR(RegularizedIncompleteBeta(0.5, 0.5, x),
                2 / std::numbers::pi * std::asin(std::sqrt(x)), 1e-13);
  }
}

TEST(StudentTCdfTest, IsCauchyForOneDegreeOfFreedom) {
  for (const double t : {-20.0, -1.0, 0.0, 0.3, 5.0}) {
    EXPECT_NEAR(StudentTCdf(t, 1), 0.5 + std::atan(t) / std::numbers::pi,
                1e-13);
  }
}

TEST(StudentTCdfTest, IsAlgebraicForTwoDegreesOfFreedom) {
  for (const double t : {-3.0, -0.2, 0.0, 1.0, 7.0}) {
    EXPECT_NEAR(StudentTCdf(t, 2), 0.5 + t / (2 * std::sqrt(2 + t * t)), 1e-13);
  }
}

// Printed tables: nu = 1, 2, 4, 9, 30 at 0.95, 0.975 and 0.995.
TEST(StudentTQuantileTest, MatchesTables) {
  EXPECT_NEAR(StudentTQuantile(0.95, 1), 6.314, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.975, 1), 12.706, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.95, 2), 2.920, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.975, 2), 4.303, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.95, 4), 2.132, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.975, 4), 2.776, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.995, 4), 4.604, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.95, 9), 1.833, 5e-4);
  EXPECT_NEAR(StudentTQuantile(0.975, 30), 2.042, 5e-4);
}

TEST(StudentTQuantileTest, InvertsTheDistributionFunction) {
  for (const double nu : {1.0, 2.0, 3.5, 4.0, 40.0, 1000.0}) {
    for (const double p : {1e-6, 0.01, 0.2, 0.5, 0.77, 0.999}) {
      EXPECT_NEAR(StudentTCdf(StudentTQuantile(p, nu), nu), p, 1e-12);
    }
  }
}

TEST(StudentTQuantileTest, ApproachesTheNormal) {
  EXPECT_NEAR(StudentTQuantile(0.975, 1e7), 1.959964, 1e-5);
}

}  // namespace
}  // namespace flow::core
