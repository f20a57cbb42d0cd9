#include "federated/exchange/shamir.h"

#include <array>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "federated/exchange/field61.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::Each;

uint64_t ReadFrom(const std::vector<uint64_t>& shares,
                  const std::vector<int64_t>& holders) {
  std::vector<uint64_t> theirs;
  for (const int64_t i : holders) theirs.push_back(shares[i]);
  return SecretReader(holders).Read(theirs);
}

// f(x) = 7 + 2 x has f(1) = 9, f(2) = 11, f(3) = 13.
TEST(SecretReaderTest, ByHand) {
  EXPECT_EQ(ReadFrom({9, 11, 13}, {0, 1}), 7);
  EXPECT_EQ(ReadFrom({9, 11, 13}, {0, 2}), 7);
  EXPECT_EQ(ReadFrom({9, 11, 13}, {2, 1}), 7);
  EXPECT_EQ(ReadFrom({9, 11, 13}, {1, 2, 0}), 7);
}

TEST(ShareSecretTest, LieOnThePolynomial) {
  const std::vector<uint64_t> shares = ShareSecret(42, 2, 4, 5);
  const uint64_t slope = RowRandom(5, 1).UniformInt(field61::kPrime);
  uint64_t want = 42;
  for (const uint64_t share : shares) {
    want = field61::Add(want, slope);
    EXPECT_EQ(share, want);
  }
  EXPECT_THAT(ShareSecret(42, 1, 3, 5), Each(42));
}

// All 2^6 sets of holders: the secret comes of those of four and more, and of
// none that is smaller but by a chance of 2^-61 each.
TEST(ShamirTest, AnyFourOfSixReadIt) {
  const uint64_t ends[] = {0, 1, field61::kPrime - 1, 123456789012345678};
  for (const uint64_t secret : ends) {
    const std::vector<uint64_t> shares = ShareSecret(secret, 4, 6, secret);
    for (int set = 1; set < 64; ++set) {
      std::vector<int64_t> holders;
      for (int64_t i = 0; i < 6; ++i) {
        if (set >> i & 1) holders.push_back(i);
      }
      EXPECT_EQ(ReadFrom(shares, holders) == secret, holders.size() >= 4)
          << "set " << set;
    }
  }
}

// The shares of two of three holders, over many seeds, in sixteen cells of the
// field each: as flat for one secret as for any other. Chi-square with 255
// degrees of freedom exceeds 390 with a probability of 1e-7.
TEST(ShamirTest, SharesBelowTheThresholdSayNothing) {
  constexpr int kSeeds = 20000;
  for (const uint64_t secret : {uint64_t{0}, field61::kPrime / 3}) {
    std::array<double, 256> count = {};
    for (Seed seed = 0; seed < kSeeds; ++seed) {
      const auto shares = ShareSecret(secret, 3, 3, seed);
      ++count[(shares[0] >> 57) * 16 + (shares[1] >> 57)];
    }
    double chi_square = 0;
    for (const double c : count) {
      chi_square += std::pow(c - kSeeds / 256.0, 2) / (kSeeds / 256.0);
    }
    EXPECT_LT(chi_square, 390) << "secret " << secret;
  }
}

TEST(ShamirDeathTest, RefusesWhatCannotBeShared) {
  EXPECT_DEATH(ShareSecret(field61::kPrime, 1, 1, 0), "element of the field");
  EXPECT_DEATH(ShareSecret(1, 4, 3, 0), "threshold must be in .1, 3.; got 4");
  EXPECT_DEATH(SecretReader({1, 2, 1}), "holder 1 must be named once");
  EXPECT_DEATH(SecretReader({0, 1}).Read({1}), "one share for each of 2");
}

}  // namespace
}  // namespace flow::federated
