#include "datasets/canvas.h"

#include <cmath>
#include <numbers>

#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

// The area under the ink in units of the paper, which is 4.
double InkedArea(const core::Image& image) {
  double ink = 0;
  for (const uint8_t level : image.value) ink += 255 - level;
  return ink / 255 * 4 / (image.width * image.height);
}

TEST(CanvasTest, NewPaperIsWhite) {
  const core::Image image = Canvas(16).ToImage();
  EXPECT_EQ(image.height, 16);
  EXPECT_EQ(image.width, 16);
  EXPECT_EQ(image.channels, 1);
  EXPECT_EQ(InkedArea(image), 0);
}

TEST(CanvasTest, AStrokeIsALineWithRoundEnds) {
  Canvas canvas(400);
  canvas.Stroke({-0.5, -0.3}, {0.4, 0.5}, /*width=*/0.2, /*darkness=*/1);
  const double length = std::hypot(0.9, 0.8);
  // the edge's pixels are shared out to a few thousandths of the whole
  EXPECT_NEAR(InkedArea(canvas.ToImage()),
              0.2 * length + 0.01 * std::numbers::pi, 1e-3);
}

TEST(CanvasTest, UpIsUp) {
  Canvas canvas(4);
  canvas.Stroke({0.75, 0.75}, {0.75, 0.75}, /*width=*/0.5, /*darkness=*/1);
  const core::Image image = canvas.ToImage();
  EXPECT_EQ(image.value[3], 0);  // the top right corner
  EXPECT_EQ(image.value[15], 255);
  EXPECT_EQ(image.value[12], 255);
}

TEST(CanvasTest, CrossingStrokesAreAsDarkAsTheDarkest) {
  Canvas canvas(5);
  canvas.Stroke({-1, 0}, {1, 0}, /*width=*/1, /*darkness=*/0.4);
  canvas.Stroke({0, -1}, {0, 1}, /*width=*/1, /*darkness=*/0.8);
  canvas.Stroke({-1, 0}, {1, 0}, /*width=*/1, /*darkness=*/0.2);
  const core::Image image = canvas.ToImage();
  EXPECT_EQ(image.value[12], 255 - 204);  // the middle
  EXPECT_EQ(image.value[10], 255 - 102);  // the left of the first stroke
}

TEST(CanvasTest, StrokesMayLeaveThePaper) {
  Canvas canvas(10);
  canvas.Stroke({-3, 0}, {3, 0}, /*width=*/1, /*darkness=*/1);
  // half a level of 8 bits in each pixel of the two edges
  EXPECT_NEAR(InkedArea(canvas.ToImage()), 2, 20 * 0.5 / 255 * 0.04 + 1e-9);
}

}  // namespace
}  // namespace flow::datasets
