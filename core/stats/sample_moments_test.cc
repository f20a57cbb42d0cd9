#include "core/stats/sample_moments.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(SampleMeanTest, IsTheAverage) {
  EXPECT_DOUBLE_EQ(SampleMean({1, 2, 6}), 3);
}

TEST(SampleMeanTest, OfEqualValuesIsExactlyThatValue) {
  EXPECT_EQ(SampleMean({0.1, 0.1, 0.1}), 0.1);
}

TEST(SampleDeviationTest, DividesByOneLess) {
  EXPECT_DOUBLE_EQ(*SampleDeviation({1, 3}), std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(*SampleDeviation({2, 4, 4, 4, 5, 5, 7, 9}),
                   std::sqrt(32.0 / 7));
}

TEST(SampleDeviationTest, OfOneValueDoesNotExist) {
  EXPECT_EQ(SampleDeviation({5}), std::nullopt);
  EXPECT_EQ(SampleDeviation({}), std::nullopt);
}

}  // namespace
}  // namespace flow::core
