#include "core/train/time_law.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<TimeLawOptions> Laws() {
  return {UniformTimeOptions{},
          BetaTimeOptions{2, 5},
          BetaTimeOptions{0.5, 0.3},
          LogitNormalTimeOptions{-0.5, 1.5},
          LogNormalTimeOptions{-1.2, 1.2},
          ModeTimeOptions{1.29},
          ModeTimeOptions{-1},
          ModeTimeOptions{1.75}};
}

std::vector<double> Draw(const TimeLawOptions& law, int n) {
  std::vector<double> times(n);
  for (int i = 0; i < n; ++i) {
    RowRandom random(31, i);
    times[i] = DrawTime(law, random);
  }
  return times;
}

// The Kolmogorov-Smirnov distance of n draws exceeds 2.5 / sqrt(n) with
// probability 2 exp(-2 2.5^2) = 7.5e-6 a law, had the seed not been fixed.
TEST(TimeLawTest, DrawsFollowTheCdf) {
  constexpr int kDraws = 20000;
  for (const TimeLawOptions& law : Laws()) {
    std::vector<double> times = Draw(law, kDraws);
    std::sort(times.begin(), times.end());
    double distance = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double p = TimeCdf(law, times[i]);
      distance = std::max({distance, p - i / static_cast<double>(kDraws),
                           (i + 1) / static_cast<double>(kDraws) - p});
    }
    EXPECT_LT(distance, 2.5 / std::sqrt(kDraws)) << law.index();
  }
}

// The Cdf against the density that the schema states, by the midpoint rule.
TEST(TimeLawTest, TheCdfIsTheIntegralOfTheDensity) {
  constexpr int kCells = 200000;
  const auto integral = [](const auto& density, double t) {
    double sum = 0;
    for (int i = 0; i < kCells; ++i) sum += density(t * (i + 0.5) / kCells);
    return sum * t / kCells;
  };
  // 1 / B(2, 5) = 30
  const auto beta = [](double t) { return 30 * t * std::pow(1 - t, 4); };
  const auto logit_normal = [](double t) {
    const double z = (std::log(t / (1 - t)) - 0.4) / 0.7;
    return std::exp(-z * z / 2) /
           (0.7 * std::sqrt(2 * std::acos(-1.0)) * t * (1 - t));
  };
  for (const double t : {0.1, 0.5, 0.9}) {
    EXPECT_NEAR(TimeCdf(BetaTimeOptions{2, 5}, t), integral(beta, t), 1e-9);
    EXPECT_NEAR(TimeCdf(LogitNormalTimeOptions{0.4, 0.7}, t),
                integral(logit_normal, t), 1e-9);
  }
}

TEST(TimeLawTest, TheStartIsAlwaysZero) {
  for (const double t : Draw(StartTimeOptions{}, 10)) EXPECT_EQ(t, 0);
  EXPECT_EQ(TimeCdf(StartTimeOptions{}, 0), 1);
}

// t = 1 / (1 + s): at the median of s, exp(mean).
TEST(TimeLawTest, LogNormalTimesAreNoiseLevels) {
  EXPECT_NEAR(
      TimeCdf(LogNormalTimeOptions{-1.2, 1.2}, 1 / (1 + std::exp(-1.2))), 0.5,
      1e-14);
  // a deviation above the median of s is one below that of t
  EXPECT_NEAR(TimeCdf(LogNormalTimeOptions{-1.2, 1.2}, 1 / (1 + std::exp(0.0))),
              0.158655253931457, 1e-12);
}

TEST(TimeLawTest, ModeIsSymmetricAndUniformAtZero) {
  for (const double t : {0.01, 0.2, 0.45}) {
    EXPECT_NEAR(TimeCdf(ModeTimeOptions{0}, t), t, 1e-14);
    EXPECT_NEAR(TimeCdf(ModeTimeOptions{1.29}, t),
                1 - TimeCdf(ModeTimeOptions{1.29}, 1 - t), 1e-12);
  }
  // more scale, more of the mass in the middle
  EXPECT_LT(TimeCdf(ModeTimeOptions{1.29}, 0.25), 0.25);
  EXPECT_GT(TimeCdf(ModeTimeOptions{-1}, 0.25), 0.25);
}

// Also for laws that crowd at the ends: as float32 a time is never 1.
TEST(TimeLawTest, TimesStayBelowOneInFloat32) {
  for (const TimeLawOptions& law :
       {TimeLawOptions(BetaTimeOptions{100, 1e-3}),
        TimeLawOptions(LogitNormalTimeOptions{50, 50}),
        TimeLawOptions(LogNormalTimeOptions{-50, 1}),
        TimeLawOptions(BetaTimeOptions{1e-4, 1e-4}),
        TimeLawOptions(ModeTimeOptions{-1})}) {
    for (const double t : Draw(law, 2000)) {
      EXPECT_GE(static_cast<float>(t), 0) << law.index();
      EXPECT_LT(static_cast<float>(t), 1) << law.index();
    }
  }
}

}  // namespace
}  // namespace flow::core
