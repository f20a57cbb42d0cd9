#include "datasets/gaussian_components.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flow::datasets {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(GaussianComponentsTest, OfMixturesAreTheirOwn) {
  const auto standard = GaussianComponents({GaussianOptions{.dim = 3}});
  ASSERT_TRUE(standard && standard->size() == 1);
  EXPECT_THAT((*standard)[0].mean, ElementsAre(0, 0, 0));
  EXPECT_EQ((*standard)[0].std, 1);
  const auto moved =
      GaussianComponents({GaussianOptions{.dim = 2, .mean = {1, 2}, .std = 3}});
  EXPECT_THAT((*moved)[0].mean, ElementsAre(1, 2));
  EXPECT_EQ((*moved)[0].std, 3);
  const auto two = GaussianComponents(
      {GaussianMixtureOptions{{{1, {0}, 1}, {2, {5}, 0.5}}}});
  ASSERT_THAT(*two, SizeIs(2));
  EXPECT_EQ((*two)[1].weight, 2);
  EXPECT_THAT(*GaussianComponents({EightGaussiansOptions{}}), SizeIs(8));
  const auto stand_in = GaussianComponents({TabularOptions{}});
  EXPECT_THAT(*stand_in, SizeIs(8));
  EXPECT_THAT((*stand_in)[0].mean, SizeIs(6));
}

TEST(GaussianComponentsTest, OtherLawsAndPointsOfOneHaveNone) {
  EXPECT_FALSE(GaussianComponents({TwoMoonsOptions{}}).has_value());
  EXPECT_FALSE(
      GaussianComponents({TabularOptions{.folder = "power"}}).has_value());
  EXPECT_FALSE(
      GaussianComponents({.law = GaussianOptions{.dim = 2}, .points = 100})
          .has_value());
}

}  // namespace
}  // namespace flow::datasets
