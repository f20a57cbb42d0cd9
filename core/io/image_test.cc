#include "core/io/image.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;

TEST(ImageTest, GreyIsTheLumaOfTheColours) {
  // red, green, blue, white, black and an orange
  const Image image = {
      2,
      3,
      3,
      {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 200, 100, 50}};
  const Image grey = ToGrey(image);
  EXPECT_EQ(grey.height, 2);
  EXPECT_EQ(grey.width, 3);
  EXPECT_EQ(grey.channels, 1);
  // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
  EXPECT_THAT(grey.value, ElementsAre(76, 150, 29, 255, 0, 124));
}

TEST(ImageTest, GreyStaysAsItIs) {
  EXPECT_THAT(ToGrey({1, 3, 1, {0, 7, 255}}).value, ElementsAre(0, 7, 255));
}

}  // namespace
}  // namespace flow::core
