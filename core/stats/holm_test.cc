#include "core/stats/holm.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(HolmTest, AdjustsByHand) {
  // sorted 0.01 x 4, 0.02 x 3, 0.03 x 2 is raised to 0.06, 0.5 x 1
  EXPECT_THAT(HolmAdjusted({0.03, 0.01, 0.5, 0.02}),
              ElementsAre(DoubleEq(0.06), DoubleEq(0.04), DoubleEq(0.5),
                          DoubleEq(0.06)));
  EXPECT_THAT(HolmAdjusted({0.3, 0.6}), ElementsAre(0.6, 0.6));
  EXPECT_THAT(HolmAdjusted({0.9, 0.8}), ElementsAre(1, 1));
  EXPECT_THAT(HolmAdjusted({0.2}), ElementsAre(0.2));
  EXPECT_TRUE(HolmAdjusted({}).empty());
}

// Ten tests of nothing, all sharing half of their luck: any rejection at 0.05
// is a false alarm. 4000 trials have a standard error of 0.0035; the rate stays
// under 0.05 by more than chance of one in 1e6 allows beyond.
TEST(HolmTest, RejectsAnythingTrueAtMostAtTheStatedRate) {
  constexpr int kTrials = 4000;
  int alone = 0, adjusted = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    RowRandom random(11, trial);
    const double shared = random.Normal();
    std::vector<double> p(10);
    for (double& value : p) {
      const double z = (shared + random.Normal()) / std::sqrt(2.0);
      value = 0.5 * std::erfc(z / std::sqrt(2.0));
    }
    const auto rejects = [](const std::vector<double>& values) {
      return *std::min_element(values.begin(), values.end()) <= 0.05;
    };
    alone += rejects(p);
    adjusted += rejects(HolmAdjusted(p));
  }
  EXPECT_LT(static_cast<double>(adjusted) / kTrials, 0.05 + 5 * 0.0035);
  // without it, the ten raise some three alarms in ten trials
  EXPECT_GT(static_cast<double>(alone) / kTrials, 0.2);
}

}  // namespace
}  // namespace flow::core
