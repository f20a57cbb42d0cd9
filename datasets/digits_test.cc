#include "datasets/digits.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

using ::testing::ElementsAre;

TEST(DigitsTest, HasThePublishedNumberOfEachDigit) {
  const PointTable digits = Digits();
  EXPECT_EQ(digits.rows, 1797);
  EXPECT_EQ(digits.dim, 64);
  EXPECT_EQ(digits.num_classes, 10);
  ASSERT_EQ(digits.x.size(), 1797 * 64);
  ASSERT_EQ(digits.label.size(), 1797);
  std::vector<int64_t> count(10);
  for (const int64_t label : digits.label) ++count.at(label);
  EXPECT_THAT(count,
              ElementsAre(178, 182, 177, 183, 181, 182, 181, 179, 174, 180));
}

TEST(DigitsTest, PixelsAreSixteenthsFromMinusOneToOne) {
  const PointTable digits = Digits();
  const auto [low, high] =
      std::minmax_element(digits.x.begin(), digits.x.end());
  EXPECT_EQ(*low, -1);
  EXPECT_EQ(*high, 1);
  for (const float pixel : digits.x) {
    ASSERT_EQ(pixel * 8, static_cast<int>(pixel * 8));
  }
}

// The left and the right column of the images are all but empty: the images are
// stored row by row, eight pixels each.
TEST(DigitsTest, ImagesAreStoredRowByRow) {
  const PointTable digits = Digits();
  std::vector<double> ink(8);
  for (int64_t i = 0; i < digits.x.size(); ++i) {
    ink[i % 8] += (digits.x[i] + 1) / 2 / (1797 * 8);
  }
  EXPECT_LT(ink[0], 0.01);
  EXPECT_LT(ink[7], 0.05);
  EXPECT_GT(ink[3], 0.4);
}

TEST(DigitsTest, TheFirstImagesAreTheDigitsInOrder) {
  const PointTable digits = Digits();
  for (int64_t i = 0; i < 10; ++i) EXPECT_EQ(digits.label[i], i);
}

}  // namespace
}  // namespace flow::datasets
