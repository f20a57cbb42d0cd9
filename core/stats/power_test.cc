#include "core/stats/power.h"

#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/stats/paired_test.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(PowerTest, OfNothingItIsTheFalseAlarmRate) {
  for (const int n : {2, 3, 10, 100}) {
    EXPECT_NEAR(TestPower(0, n, 0.95), 0.05, 1e-4) << n;
    EXPECT_NEAR(TestPower(0, n, 0.8), 0.2, 1e-4) << n;
  }
}

// 20000 trials have a standard error of at most 0.0035; five of them are
// exceeded once in 1.7e6.
TEST(PowerTest, IsHowOftenTheTestPasses) {
  constexpr int kTrials = 20000;
  struct Case {
    double effect;
    int n;
  };
  for (const auto& [effect, n] :
       {Case{1, 3}, Case{2, 3}, Case{0.7, 5}, Case{0.5, 20}}) {
    int passed = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      RowRandom random(DeriveSeed(3, "power", n), trial);
      std::vector<double> values(n);
      for (double& value : values) value = effect + random.Normal();
      passed += BoundMean(values, 0.95)->lower > 0;
    }
    EXPECT_NEAR(TestPower(effect, n, 0.95),
                static_cast<double>(passed) / kTrials, 5 * 0.0035)
        << effect << " with " << n;
  }
}

// With many values t is normal: n = ((z_0.95 + z_0.8) / effect)^2.
TEST(PowerTest, TheValuesNeededGrowAsTheSquareOfTheNoise) {
  const double z = 1.6448536 + 0.8416212;
  const double wanted = (z / 0.05) * (z / 0.05);
  EXPECT_NEAR(*ValuesForPower(0.05, 0.95, 0.8), wanted, 3);
  for (const double effect : {0.4, 1.0, 2.0}) {
    const int n = *ValuesForPower(effect, 0.95, 0.8);
    EXPECT_GE(TestPower(effect, n, 0.95), 0.8);
    EXPECT_LT(TestPower(effect, n - 1, 0.95), 0.8);
  }
  EXPECT_EQ(ValuesForPower(1000, 0.95, 0.8), 2);
}

TEST(PowerTest, WhatIsNotThereNeedsNoNumber) {
  EXPECT_FALSE(ValuesForPower(0, 0.95, 0.8).has_value());
  EXPECT_FALSE(ValuesForPower(-1, 0.95, 0.8).has_value());
  EXPECT_FALSE(ValuesForPower(1e-4, 0.95, 0.8).has_value());
}

}  // namespace
}  // namespace flow::core
