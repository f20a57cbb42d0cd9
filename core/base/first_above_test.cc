#include "core/base/first_above.h"

#include <vector>

#include "gtest/gtest.h"

namespace flow {
namespace {

TEST(FirstAboveTest, TheSumsCutTheLineIntoShares) {
  const std::vector<double> cumulative = {0.25, 0.5, 1};
  EXPECT_EQ(FirstAbove(cumulative, 0), 0);
  EXPECT_EQ(FirstAbove(cumulative, 0.2), 0);
  EXPECT_EQ(FirstAbove(cumulative, 0.25), 1);
  EXPECT_EQ(FirstAbove(cumulative, 0.75), 2);
}

TEST(FirstAboveTest, WhatHasNoShareIsNeverMet) {
  EXPECT_EQ(FirstAbove({0, 0, 1}, 0), 2);
  EXPECT_EQ(FirstAbove({0.5, 0.5, 1}, 0.5), 2);
}

TEST(FirstAboveTest, BeyondAllIsTheLast) {
  EXPECT_EQ(FirstAbove({0.5, 0.9999}, 0.99995), 1);
  EXPECT_EQ(FirstAbove({1}, 7), 0);
}

}  // namespace
}  // namespace flow
