#include "core/stats/normal_distribution.h"

#include <cmath>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(NormalQuantileTest, MatchesTables) {
  EXPECT_NEAR(NormalQuantile(0.5), 0, 1e-12);
  EXPECT_NEAR(NormalQuantile(0.95), 1.6448536269514722, 1e-12);
  EXPECT_NEAR(NormalQuantile(0.975), 1.9599639845400545, 1e-12);
  EXPECT_NEAR(NormalQuantile(0.005), -2.5758293035489004, 1e-12);
}

TEST(NormalQuantileTest, InvertsTheDistributionFunctionInTheTails) {
  for (const double p : {1e-300, 1e-100, 1e-12, 1e-4, 0.3, 0.4999999}) {
    EXPECT_NEAR(NormalCdf(NormalQuantile(p)) / p, 1, 1e-11) << p;
  }
}

TEST(NormalQuantileTest, IsAntisymmetric) {
  EXPECT_NEAR(NormalQuantile(0.125), -NormalQuantile(0.875), 1e-14);
}

}  // namespace
}  // namespace flow::core
