#include "core/io/image_grid.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<int> PixelAt(const Image& image, int64_t y, int64_t x) {
  const auto begin =
      image.value.begin() + (y * image.width + x) * image.channels;
  return {begin, begin + image.channels};
}

// Three grey images of 16 x 16, of one level each, drawn twice as large.
TEST(ImageGridTest, PlacesImagesRowByRow) {
  std::vector<float> numbers(256, -1);
  numbers.insert(numbers.end(), 256, 0);
  numbers.insert(numbers.end(), 256, 1);
  const Image grid = ImageGrid({1, 16, numbers}, {2, 0, -1, 1}, 2);
  EXPECT_EQ(grid.height, 66);
  EXPECT_EQ(grid.width, 66);
  EXPECT_EQ(grid.channels, 1);
  EXPECT_THAT(PixelAt(grid, 0, 0), testing::ElementsAre(255));
  EXPECT_THAT(PixelAt(grid, 31, 65), testing::ElementsAre(0));
  EXPECT_THAT(PixelAt(grid, 31, 33), testing::ElementsAre(255)) << "the gap";
  EXPECT_THAT(PixelAt(grid, 34, 0), testing::ElementsAre(255)) << "no image";
  EXPECT_THAT(PixelAt(grid, 65, 34), testing::ElementsAre(128));
}

// A pixel on the left and one on the right of each of two rows, in three
// channels that lie one behind the other.
TEST(ImageGridTest, ReadsChannelsBeforeRowsBeforeColumns) {
  const std::vector<float> numbers = {-1, 1, 0,  0,  //
                                      0,  0, -1, 1,  //
                                      1,  1, 1,  -1};
  const Image grid = ImageGrid({3, 2, numbers}, {0}, 1);
  EXPECT_EQ(grid.height, 32);
  EXPECT_THAT(PixelAt(grid, 15, 15), testing::ElementsAre(0, 128, 255));
  EXPECT_THAT(PixelAt(grid, 15, 16), testing::ElementsAre(255, 128, 255));
  EXPECT_THAT(PixelAt(grid, 16, 15), testing::ElementsAre(128, 0, 255));
  EXPECT_THAT(PixelAt(grid, 31, 31), testing::ElementsAre(128, 255, 0));
}

TEST(ImageGridTest, CutsWhatIsOutOfRange) {
  const std::vector<float> numbers = {-9, 9,
                                      std::numeric_limits<float>::quiet_NaN(),
                                      std::numeric_limits<float>::infinity()};
  const Image grid = ImageGrid({1, 2, numbers}, {0}, 1);
  EXPECT_THAT(PixelAt(grid, 0, 0), testing::ElementsAre(0));
  EXPECT_THAT(PixelAt(grid, 0, 31), testing::ElementsAre(255));
  EXPECT_THAT(PixelAt(grid, 31, 0), testing::ElementsAre(0));
  EXPECT_THAT(PixelAt(grid, 31, 31), testing::ElementsAre(0));
}

TEST(ImageGridDeathTest, RefusesImagesThatAreNotThere) {
  const std::vector<float> numbers(4);
  EXPECT_DEATH(ImageGrid({1, 2, numbers}, {1}, 1), "no image 1");
  EXPECT_DEATH(ImageGrid({2, 1, numbers}, {0}, 1), "2 channels");
}

}  // namespace
}  // namespace flow::core
