#include "federated/privacy/log_space.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(LogSpaceTest, SumsWhatNoDoubleHolds) {
  EXPECT_DOUBLE_EQ(LogSumExp({std::log(2.0), std::log(3.0)}), std::log(5.0));
  EXPECT_DOUBLE_EQ(LogSumExp({1e4, 1e4}), 1e4 + std::log(2.0));
  EXPECT_DOUBLE_EQ(LogSumExp({-1e4, -kInfinity}), -1e4);
  EXPECT_EQ(LogSumExp({-kInfinity, -kInfinity}), -kInfinity);
  EXPECT_EQ(LogSumExp({0.0, kInfinity}), kInfinity);
}

TEST(LogSpaceTest, SoftplusIsASumWithOne) {
  EXPECT_DOUBLE_EQ(Softplus(0), std::log(2.0));
  EXPECT_DOUBLE_EQ(Softplus(1), std::log1p(std::exp(1.0)));
  EXPECT_DOUBLE_EQ(Softplus(1e3), 1e3);
  EXPECT_DOUBLE_EQ(Softplus(-50), std::exp(-50.0));
}

}  // namespace
}  // namespace flow::federated
