#include "flowlang/compare/number_format.h"

#include <limits>

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(FormatWithSpreadTest, ShowsTwoDigitsOfTheSpread) {
  EXPECT_EQ(FormatWithSpread(0.31214, 0.0213), "0.312 ± 0.021");
  EXPECT_EQ(FormatWithSpread(12345.6, 120), "12346 ± 120");
  EXPECT_EQ(FormatWithSpread(-3, 1.5), "-3.0 ± 1.5");
}

TEST(FormatWithSpreadTest, ShowsFourDigitsWithoutASpread) {
  EXPECT_EQ(FormatWithSpread(0.312149, std::nullopt), "0.3121");
  EXPECT_EQ(FormatWithSpread(100, 0), "100.0 ± 0.0");
  EXPECT_EQ(FormatWithSpread(0, std::nullopt), "0.000");
}

TEST(FormatWithSpreadTest, UsesExponentsWhereDecimalsWouldHide) {
  EXPECT_EQ(FormatWithSpread(1.234e-7, 3e-8), "1.23e-07 ± 3e-08");
  EXPECT_EQ(FormatWithSpread(4.5e9, std::nullopt), "4.5e+09");
}

TEST(FormatWithSpreadTest, SaysNanAndLeavesOutASpreadThatIs) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(FormatWithSpread(nan, nan), "nan");
}

TEST(FormatIntervalTest, HasTheDecimalsOfItsValue) {
  EXPECT_EQ(FormatInterval({0.29511, 0.33149}, 0.0213), "[0.295, 0.331]");
  EXPECT_EQ(FormatInterval({1e-8, 3e-8}, 1e-8), "[1e-08, 3e-08]");
}

}  // namespace
}  // namespace flow::lang
