#include "federated/exchange/least_count.h"

#include <cmath>

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

TEST(LeastCountTest, IsTheShareRoundedUp) {
  EXPECT_EQ(LeastCount(0.5, 4), 2);
  EXPECT_EQ(LeastCount(0.5, 5), 3);
  EXPECT_EQ(LeastCount(1, 7), 7);
  EXPECT_EQ(LeastCount(1e-9, 7), 1);
  EXPECT_EQ(LeastCount(0.01, 1), 1);
}

// share * n lies above k for many of these: a plain ceil would give k + 1.
TEST(LeastCountTest, DoesNotTakeOneMoreForARounding) {
  int above = 0;
  for (int64_t n = 1; n <= 200; ++n) {
    for (int64_t k = 1; k <= n; ++k) {
      const double share = static_cast<double>(k) / n;
      EXPECT_EQ(LeastCount(share, n), k) << k << " of " << n;
      above += std::ceil(share * n) > k;
    }
  }
  EXPECT_EQ(LeastCount(0.07, 100), 7);
  EXPECT_GT(above, 100) << "a plain ceil would do";
}

TEST(LeastCountDeathTest, RefusesWhatIsNoShare) {
  EXPECT_DEATH(LeastCount(0, 3), "a share must be > 0 and <= 1; got 0");
  EXPECT_DEATH(LeastCount(1.5, 3), "got 1.5");
  EXPECT_DEATH(LeastCount(0.5, 0), "something to divide");
}

}  // namespace
}  // namespace flow::federated
