#include "core/base/random.h"

#include <cmath>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow {
namespace {

TEST(DeriveSeedTest, NamesAreNotConfused) {
  const std::set<Seed> seeds = {
      DeriveSeed(1, "ab", "c"), DeriveSeed(1, "a", "bc"), DeriveSeed(1, "abc"),
      DeriveSeed(1, "1"),       DeriveSeed(1, 1),         DeriveSeed(2, "abc"),
      DeriveSeed(1, "c", "ab"), DeriveSeed(1, "")};
  EXPECT_EQ(seeds.size(), 8);
}

TEST(DeriveSeedTest, IsTheSameOnEveryMachine) {
  EXPECT_EQ(DeriveSeed(7, "client", 3, "noise"),
            DeriveSeed(7, "client", 3, "noise"));
  EXPECT_EQ(DeriveSeed(7, "client", 3, "noise"), 9175299415698156093u);
}

TEST(RowRandomTest, RowsAreAddressedNotDrawnInTurn) {
  RowRandom a(5, 10), b(5, 10), other(5, 11);
  const double first = a.Normal();
  other.Uint64();
  EXPECT_EQ(first, b.Normal());
  EXPECT_NE(first, RowRandom(5, 11).Normal());
}

// n = 40 000 draws: the mean of uniforms has standard error 0.2887/200 =
// 0.00144, their variance 0.0745/200 = 0.00037; five of them allowed, a false
// alarm of 6e-7 each had the seed not been fixed.
TEST(RowRandomTest, UniformHasItsMoments) {
  double sum = 0, squares = 0;
  constexpr int kDraws = 40000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = RowRandom(3, i).Uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    squares += u * u;
  }
  const double mean = sum / kDraws;
  EXPECT_NEAR(mean, 0.5, 5 * 0.00144);
  EXPECT_NEAR(squares / kDraws - mean * mean, 1.0 / 12, 5 * 0.00037);
}

// Standard errors of the first four moments at n = 40 000: 0.005, 0.0071,
// 0.0194, 0.049; five of each.
TEST(RowRandomTest, NormalHasItsMoments) {
  double moment[5] = {};
  constexpr int kRows = 10000, kPerRow = 4;
  for (int row = 0; row < kRows; ++row) {
    RowRandom random(4, row);
    for (int i = 0; i < kPerRow; ++i) {
      const double z = random.Normal();
      for (int k = 1; k <= 4; ++k) {
        moment[k] += std::pow(z, k) / (kRows * kPerRow);
      }
    }
  }
  EXPECT_NEAR(moment[1], 0, 5 * 0.005);
  EXPECT_NEAR(moment[2], 1, 5 * 0.0071);
  EXPECT_NEAR(moment[3], 0, 5 * 0.0194);
  EXPECT_NEAR(moment[4], 3, 5 * 0.049);
}

// Chi-square with 6 degrees of freedom exceeds 35 with probability 4e-6.
TEST(RowRandomTest, UniformIntIsFlat) {
  std::vector<int> count(7);
  constexpr int kDraws = 70000;
  for (int i = 0; i < kDraws; ++i) ++count[RowRandom(6, i).UniformInt(7)];
  double chi_square = 0;
  for (const int c : count) chi_square += std::pow(c - 10000.0, 2) / 10000;
  EXPECT_LT(chi_square, 35);
}

}  // namespace
}  // namespace flow
