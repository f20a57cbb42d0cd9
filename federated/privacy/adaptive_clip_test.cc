#include "federated/privacy/adaptive_clip.h"

#include <cmath>
#include <limits>
#include <vector>

#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(AdaptiveClipTest, IsTheGeometricStepTowardsTheQuantile) {
  AdaptiveClip clip({.clip = 2, .quantile = 0.25});
  // three of four are at most 2
  clip.Update({1, 2, 0, kInfinity}, 4, 0, 1);
  EXPECT_NEAR(clip.clip(), 2 * std::exp(-0.2 * (0.75 - 0.25)), 1e-15);
}

TEST(AdaptiveClipTest, WhoDoesNotAnswerMovesNothing) {
  AdaptiveClip of_ten({.clip = 2, .quantile = 0.25});
  of_ten.Update({1, 2, 0, 9}, 10, 0, 1);
  EXPECT_NEAR(of_ten.clip(), 2 * std::exp(-0.2 * (3 - 0.25 * 4) / 10), 1e-15);
  AdaptiveClip of_none({.clip = 2});
  of_none.Update({}, 10, 0, 1);
  EXPECT_EQ(of_none.clip(), 2);
}

// Norms exp(N(0, 1)), a quarter of the 100 clients missing in each round, noise
// of std 5 on the count. Steps add up to the way from the first to the last C,
// so the mean of F(C) - g over T rounds is that of the rounds' noises but for
// |log C_T / C_0| / (0.75 eta T) < 0.004. A round's noise has the variance
// v = (75 g (1 - g) + 25) / 75^2 < 0.0078, the mean over T = 3000 rounds a
// standard deviation below sqrt(v / T) = 0.0017. Five of them, once in a
// million, make 0.0085.
TEST(AdaptiveClipTest, RestsAtTheQuantileOfThoseWhoAnswer) {
  for (const double quantile : {0.2, 0.5, 0.9}) {
    constexpr int kRounds = 3000;
    AdaptiveClip clip({.clip = 1, .quantile = quantile});
    double share = 0;
    for (int round = 0; round < kRounds; ++round) {
      RowRandom random(DeriveSeed(3, "norms", round), 0);
      std::vector<double> norms(75);
      for (double& norm : norms) norm = std::exp(random.Normal());
      share += std::erfc(-std::log(clip.clip()) / std::sqrt(2)) / 2 / kRounds;
      clip.Update(norms, 100, 5, DeriveSeed(3, "count", round));
    }
    EXPECT_NEAR(share, quantile, 0.0125) << quantile;
  }
}

// -log(C' / C) n / eta is the sum and the noise. Over N seeds the mean and the
// mean square of normals leave five standard deviations once in a million.
TEST(AdaptiveClipTest, TheCountIsNoisy) {
  constexpr int kSeeds = 4000;
  constexpr double kNoise = 3;
  double sum = 0, squares = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    AdaptiveClip clip({.clip = 1});
    clip.Update({0.5, 0.6, 2}, 10, kNoise, DeriveSeed(1, "count", seed));
    const double z = (-std::log(clip.clip()) * 10 / 0.2 - 0.5) / kNoise;
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / kSeeds, 0, 5 / std::sqrt(kSeeds));
  EXPECT_NEAR(squares / kSeeds, 1, 5 * std::sqrt(2.0 / kSeeds));
}

TEST(AdaptiveClipTest, DoesNotVanishNorGrowForEver) {
  AdaptiveClip down({.clip = 1}), up({.clip = 1});
  for (int round = 0; round < 1000; ++round) {
    down.Update({0}, 1, 0, 1);
    up.Update({kInfinity}, 1, 0, 1);
  }
  EXPECT_EQ(down.clip(), 1e-6);
  EXPECT_EQ(up.clip(), 1e6);
}

TEST(AdaptiveClipTest, GoesOnFromACheckpoint) {
  AdaptiveClip clip({.clip = 1}), resumed({.clip = 1});
  clip.Update({0.1, 5, 0.2}, 5, 1, 8);
  const auto state = clip.State();
  clip.Update({0.1}, 5, 1, 9);
  ASSERT_OK(resumed.Restore(state));
  EXPECT_NE(resumed.clip(), 1);
  resumed.Update({0.1}, 5, 1, 9);
  EXPECT_EQ(resumed.clip(), clip.clip());
}

TEST(AdaptiveClipTest, RefusesACheckpointWithoutANorm) {
  AdaptiveClip clip({.clip = 3});
  for (const auto& state : std::vector<std::vector<core::NamedTensor>>{
           {},
           {{"other", at::full({1}, 2, at::kDouble)}},
           {{"adaptive_clip", at::full({1}, 2, at::kFloat)}},
           {{"adaptive_clip", at::full({2}, 2, at::kDouble)}},
           {{"adaptive_clip", at::full({1}, -2, at::kDouble)}},
           {{"adaptive_clip", at::full({1}, std::nan(""), at::kDouble)}}}) {
    EXPECT_THAT(clip.Restore(state), StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(clip.clip(), 3);
  }
}

// [Andrew21, Theorem 1] at the median: s = 1/2.
TEST(SplitNoiseTest, AtTheMedianIsThatOfThePaper) {
  const AdaptiveNoise noise = SplitNoise(1.5, 0.5, 1000);
  EXPECT_EQ(noise.count, 50);
  EXPECT_NEAR(noise.update_multiplier,
              1 / std::sqrt(1 / (1.5 * 1.5) - 1 / (100.0 * 100.0)), 1e-12);
}

TEST(SplitNoiseTest, BothTogetherAreWorthTheMultiplier) {
  for (const double sigma : {0.1, 1.0, 30.0}) {
    for (const double quantile : {0.1, 0.5, 0.9}) {
      for (const int64_t asked : {1, 10, 1000}) {
        const auto [count, update] = SplitNoise(sigma, quantile, asked);
        const double s = quantile < 0.5 ? 1 - quantile : quantile;
        EXPECT_NEAR(std::pow(update, -2) + std::pow(s / count, 2),
                    std::pow(sigma, -2), 1e-12 * std::pow(sigma, -2));
        EXPECT_LT(update, 1.155 * sigma);
        EXPECT_GE(count, asked / 20.0);
      }
    }
  }
}

TEST(AdaptiveClipDeathTest, RefusesWhatHasNoMeaning) {
  EXPECT_DEATH(AdaptiveClip({.clip = 0}), "clipping norm");
  EXPECT_DEATH(AdaptiveClip({.quantile = 1}), "between 0 and 1; got 1");
  EXPECT_DEATH(AdaptiveClip({.rate = 0}), "the rate");
  AdaptiveClip clip({.clip = 1});
  EXPECT_DEATH(clip.Update({std::nan("")}, 1, 0, 1), "no negative number");
  EXPECT_DEATH(clip.Update({1}, 0, 0, 1), "asks somebody");
  EXPECT_DEATH(SplitNoise(0, 0.5, 1), "noise multiplier");
}

}  // namespace
}  // namespace flow::federated
