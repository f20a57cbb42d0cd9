#include "core/ode/time_grid.h"

#include <algorithm>
#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;

TEST(UniformGridTest, HasEqualStepsAndBothEnds) {
  EXPECT_THAT(UniformGrid(1), ElementsAre(0, 1));
  EXPECT_THAT(UniformGrid(4), ElementsAre(0, 0.25, 0.5, 0.75, 1));
}

TEST(EdmGridTest, IsIncreasingFromZeroToOne) {
  const std::vector<double> grid = EdmGrid({});
  ASSERT_EQ(grid.size(), 20u);  // 18 levels and both ends
  EXPECT_EQ(grid.front(), 0);
  EXPECT_EQ(grid.back(), 1);
  EXPECT_TRUE(std::is_sorted(grid.begin(), grid.end(), std::less_equal<>()));
}

TEST(EdmGridTest, GoesFromTheGreatestLevelToTheLeast) {
  const std::vector<double> grid = EdmGrid({});
  EXPECT_NEAR(1 / grid[1] - 1, 80, 1e-9);
  EXPECT_NEAR(1 / grid[18] - 1, 0.002, 1e-12);
}

// With rho = 1 the levels are equidistant, with rho = 2 their roots are.
TEST(EdmGridTest, SpacesTheRootsOfTheLevelsEvenly) {
  const std::vector<double> linear =
      EdmGrid({.steps = 3, .rho = 1, .sigma_min = 1, .sigma_max = 3});
  EXPECT_THAT(linear, ElementsAre(0, 1. / 4, 1. / 3, 1. / 2, 1));
  const std::vector<double> squares =
      EdmGrid({.steps = 3, .rho = 2, .sigma_min = 1, .sigma_max = 9});
  EXPECT_NEAR(squares[2], 1. / 5, 1e-15);
}

TEST(EdmGridTest, OnRaysTimeIsLinearInTheLevel) {
  EdmHeunOptions options = {
      .steps = 3, .rho = 1, .sigma_min = 1, .sigma_max = 3, .sigma_source = 4};
  EXPECT_THAT(EdmGrid(options), ElementsAre(0, 0.25, 0.5, 0.75, 1));
  options.sigma_max = 4;
  EXPECT_THAT(EdmGrid(options), ElementsAre(0, 0.375, 0.75, 1))
      << "no step before the first level";
}

}  // namespace
}  // namespace flow::core
