#include "core/eval/mean_value.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(MeanValueTest, MatchesTheArithmetic) {
  const std::vector<double> values = {1, 2, 3, 6};
  // squares 4 + 1 + 0 + 9 = 14, over 3, over 4
  EXPECT_DOUBLE_EQ(VarianceOfMean(values), 14.0 / 12);
  const MetricValue mean = MeanValue(values);
  EXPECT_DOUBLE_EQ(mean.value, 3);
  EXPECT_DOUBLE_EQ(*mean.std_error, std::sqrt(14.0 / 12));
  EXPECT_EQ(mean.n, 4);
  EXPECT_FALSE(mean.floor.has_value());
}

TEST(MeanValueTest, ConstantValuesHaveNoError) {
  EXPECT_EQ(VarianceOfMean({2.5, 2.5, 2.5}), 0);
}

}  // namespace
}  // namespace flow::core
