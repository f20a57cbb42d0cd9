#include "datasets/images/fit_image.h"

#include <functional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

using core::Image;
using testing::Each;
using testing::ElementsAre;

// Grey, by row and column.
Image Draw(int64_t height, int64_t width,
           const std::function<int(int64_t, int64_t)>& level) {
  Image image = {height, width, 1, {}};
  for (int64_t i = 0; i < height; ++i) {
    for (int64_t j = 0; j < width; ++j) image.value.push_back(level(i, j));
  }
  return image;
}

std::vector<uint8_t> Fit(const Image& image, int64_t channels, int64_t size) {
  std::vector<uint8_t> out(channels * size * size);
  FitImage(image, channels, size, out.data());
  return out;
}

TEST(FitImageTest, OneGreyStaysThatGreyAtAnySize) {
  const Image image = Draw(13, 29, [](int64_t, int64_t) { return 77; });
  for (const int64_t size : {1, 2, 5, 12, 13, 14, 40}) {
    EXPECT_THAT(Fit(image, 1, size), Each(77)) << size;
    EXPECT_THAT(Fit(image, 3, size), Each(77)) << size;
  }
}

TEST(FitImageTest, ASmallPictureOfOnePixelFillsTheWhole) {
  EXPECT_THAT(Fit(Draw(1, 1, [](int64_t, int64_t) { return 9; }), 1, 4),
              Each(9));
}

TEST(FitImageTest, TheSameSizeChangesNothing) {
  const Image image = {2, 2, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  EXPECT_THAT(Fit(image, 3, 2),
              ElementsAre(1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12));
}

TEST(FitImageTest, HalfTheSizeWeighsOneThreeThreeOne) {
  // one bright column: j = 4 has the place 1 of 1 3 3 1 in column 1 of the
  // result, whose middle is 3, and the place 3 in column 2, whose middle is 5
  const Image image =
      Draw(8, 8, [](int64_t, int64_t j) { return j == 4 ? 200 : 0; });
  const std::vector<uint8_t> half = Fit(image, 1, 4);
  for (int64_t i = 0; i < 4; ++i) {
    EXPECT_THAT(
        std::vector<uint8_t>(half.begin() + 4 * i, half.begin() + 4 * (i + 1)),
        ElementsAre(0, 25, 75, 0));
  }
}

TEST(FitImageTest, HalfTheSizeIsTheMeanOfFourWhereTheyAreSmooth) {
  const auto level = [](int64_t i, int64_t j) { return 4 * i + 8 * j; };
  const std::vector<uint8_t> half = Fit(Draw(16, 16, level), 1, 8);
  for (int64_t i = 1; i < 7; ++i) {
    for (int64_t j = 1; j < 7; ++j) {
      const int sum = level(2 * i, 2 * j) + level(2 * i + 1, 2 * j) +
                      level(2 * i, 2 * j + 1) + level(2 * i + 1, 2 * j + 1);
      EXPECT_EQ(half[8 * i + j], sum / 4);
    }
  }
}

TEST(FitImageTest, ARampStaysARampInside) {
  const auto ramp = [](int64_t, int64_t j) { return 10 * j; };
  // of three, the middle one
  const std::vector<uint8_t> third = Fit(Draw(24, 24, ramp), 1, 8);
  for (int64_t j = 1; j < 7; ++j) EXPECT_EQ(third[j], 10 * (3 * j + 1));
  // c_j - 1/2 = j/2 - 1/4
  const std::vector<uint8_t> twice = Fit(Draw(12, 12, ramp), 1, 24);
  for (int64_t j = 1; j < 23; ++j) {
    EXPECT_NEAR(twice[24 * 11 + j], 5 * j - 2.5, 0.5);
  }
  // no whole factor: within a level
  const std::vector<uint8_t> some = Fit(Draw(24, 24, ramp), 1, 10);
  for (int64_t j = 2; j < 8; ++j) {
    EXPECT_NEAR(some[j], 10 * ((j + 0.5) * 2.4 - 0.5), 1);
  }
}

TEST(FitImageTest, TheMiddleIsCutOutOfTheLongerSide) {
  const auto columns = [](int64_t, int64_t j) { return 20 * j; };
  EXPECT_THAT(Fit(Draw(2, 10, columns), 1, 2), ElementsAre(80, 100, 80, 100));
  const auto rows = [](int64_t i, int64_t) { return 20 * i; };
  EXPECT_THAT(Fit(Draw(10, 2, rows), 1, 2), ElementsAre(80, 80, 100, 100));
  // an odd rest: between two pixels
  EXPECT_THAT(Fit(Draw(1, 4, columns), 1, 1), ElementsAre(30));
}

TEST(FitImageTest, GreyBecomesThreeChannelsAndColourItsLuma) {
  const Image grey = {1, 2, 1, {10, 200}};
  EXPECT_THAT(Fit(grey, 3, 1), ElementsAre(105, 105, 105));
  const Image colour = {1, 1, 3, {100, 50, 200}};
  // 0.299 100 + 0.587 50 + 0.114 200 = 82.05
  EXPECT_THAT(Fit(colour, 1, 1), ElementsAre(82));
  EXPECT_THAT(Fit(colour, 3, 1), ElementsAre(100, 50, 200));
}

}  // namespace
}  // namespace flow::datasets
