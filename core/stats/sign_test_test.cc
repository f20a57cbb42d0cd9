#include "core/stats/sign_test.h"

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(BinomialHalfUpperTailTest, CountsCoinTosses) {
  EXPECT_NEAR(BinomialHalfUpperTail(5, 5), 1.0 / 32, 1e-14);
  EXPECT_NEAR(BinomialHalfUpperTail(4, 5), 6.0 / 32, 1e-14);
  EXPECT_NEAR(BinomialHalfUpperTail(0, 5), 1, 1e-14);
  EXPECT_NEAR(BinomialHalfUpperTail(6, 5), 0, 1e-14);
  EXPECT_NEAR(BinomialHalfUpperTail(501, 1001), 0.5, 1e-10);
}

TEST(SignTestTest, CountsNegativeDifferences) {
  EXPECT_NEAR(SignTestPValue({-1, -2, -0.1, -7, -3}), 1.0 / 32, 1e-14);
  EXPECT_NEAR(SignTestPValue({-1, -2, -0.1, -7, 3}), 6.0 / 32, 1e-14);
}

TEST(SignTestTest, LeavesOutZeros) {
  EXPECT_NEAR(SignTestPValue({-1, 0, -1, 0}), 1.0 / 4, 1e-14);
  EXPECT_EQ(SignTestPValue({0, 0}), 1);
  EXPECT_EQ(SignTestPValue({}), 1);
}

TEST(SignTestTest, FourPairsCannotReachFivePercent) {
  EXPECT_GT(SignTestPValue({-9, -9, -9, -9}), 0.05);
}

}  // namespace
}  // namespace flow::core
