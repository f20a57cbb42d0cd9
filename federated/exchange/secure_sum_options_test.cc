#include "federated/exchange/secure_sum_options.h"

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

TEST(SecureSumThresholdTest, IsTheShareButNeverOne) {
  EXPECT_EQ(SecureSumThreshold({.threshold = 0.5}, 10), 5);
  EXPECT_EQ(SecureSumThreshold({.threshold = 0.5}, 11), 6);
  EXPECT_EQ(SecureSumThreshold({.threshold = 1}, 11), 11);
  EXPECT_EQ(SecureSumThreshold({.threshold = 0.1}, 3), 2);
  EXPECT_EQ(SecureSumThreshold({.threshold = 0.5}, 2), 2);
  EXPECT_DEATH(SecureSumThreshold({}, 1), "hides one among others");
}

TEST(SecureSumBitsTest, LeaveRoomForAllClients) {
  EXPECT_EQ(SecureSumBits({.bits = 22}, 1), 22);
  EXPECT_EQ(SecureSumBits({.bits = 22}, 2), 23);
  EXPECT_EQ(SecureSumBits({.bits = 22}, 3), 24);
  EXPECT_EQ(SecureSumBits({.bits = 22}, 1024), 32);
  EXPECT_EQ(SecureSumBits({.bits = 22}, 1025), 33);
  for (int64_t bits = 2; bits <= 20; ++bits) {
    for (int64_t n = 1; n <= 70; ++n) {
      const int64_t most = n * ((int64_t{1} << (bits - 1)) - 1);
      const int64_t k = SecureSumBits({.bits = bits}, n);
      EXPECT_LT(most, int64_t{1} << (k - 1)) << bits << " bits, " << n;
    }
  }
}

TEST(SecureSumBitsDeathTest, RefusesMoreThanAWordHolds) {
  EXPECT_EQ(SecureSumBits({.bits = 52}, 4096), 64);
  EXPECT_DEATH(SecureSumBits({.bits = 52}, 4097),
               "4097 clients with values of 52 bits need sums of 65");
  EXPECT_DEATH(SecureSumBits({.bits = 53}, 2), "bits must be in");
}

}  // namespace
}  // namespace flow::federated
