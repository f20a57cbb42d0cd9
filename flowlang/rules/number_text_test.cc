#include "flowlang/rules/number_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace flow::lang {
namespace {

TEST(NumberTextTest, WritesWholeNumbersInFull) {
  EXPECT_EQ(NumberText(1048576), "1048576");
  EXPECT_EQ(NumberText(1e9), "1000000000");
  EXPECT_EQ(NumberText(-3), "-3");
  EXPECT_EQ(NumberText(0), "0");
}

TEST(NumberTextTest, WritesFractionsAsShortAsTheyCanBeReadBack) {
  EXPECT_EQ(NumberText(0.1), "0.1");
  EXPECT_EQ(NumberText(0.001), "0.001");
  EXPECT_EQ(NumberText(1e-5), "1e-5");
  EXPECT_EQ(NumberText(-2.5e-10), "-2.5e-10");
  EXPECT_EQ(NumberText(1e300), "1e+300");
  for (const double number : {1.0 / 3, 20.0 / 9, 1e-8, 5e-324}) {
    EXPECT_EQ(std::strtod(NumberText(number).c_str(), nullptr), number);
  }
}

TEST(NumberTextTest, WritesWhatIsNotFiniteAsTheTextFormatDoes) {
  EXPECT_EQ(NumberText(INFINITY), "inf");
  EXPECT_EQ(NumberText(-INFINITY), "-inf");
  EXPECT_EQ(NumberText(NAN), "nan");
}

}  // namespace
}  // namespace flow::lang
