#include "datasets/pixel_grid.h"

#include <cmath>
#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/png.h"
#include "gmock/gmock.h"

namespace flow::datasets {
namespace {

using testing::ElementsAre;
using Builtin = ImageDensityOptions::Builtin;

// Three columns, two rows: ink at the top left, half as much at the bottom
// right, on paper that is not quite white.
core::Image Small() { return {2, 3, 1, {50, 250, 250, 250, 250, 150}}; }

std::string WriteTestPng(const std::string& name, const core::Image& image) {
  const std::string path = JoinPath(testing::TempDir(), name);
  EXPECT_OK(WriteFileAtomically(path, core::SerializePng(image)));
  return path;
}

TEST(PixelGridTest, TheTopOfThePictureIsTheTopOfThePlane) {
  ASSERT_OK_AND_ASSIGN(const PixelGrid grid, MakePixelGrid(Small(), 6));
  EXPECT_THAT(grid.column_x, ElementsAre(-6, 0, 6));
  EXPECT_THAT(grid.row_y, ElementsAre(6, -6));
  EXPECT_THAT(grid.std, ElementsAre(2, 3));
  EXPECT_THAT(grid.weight, ElementsAre(200.0 / 300, 0, 0, 0, 0, 100.0 / 300));
}

TEST(PixelGridTest, Moments) {
  ASSERT_OK_AND_ASSIGN(const PixelGrid grid, MakePixelGrid(Small(), 6));
  const PlaneMoments moments = MomentsOf(grid);
  // (-6, 6) with 2/3 and (6, -6) with 1/3, plus the noise
  EXPECT_THAT(moments.mean, ElementsAre(testing::DoubleNear(-2, 1e-12),
                                        testing::DoubleNear(2, 1e-12)));
  EXPECT_NEAR(moments.xx, 32 + 4, 1e-12);
  EXPECT_NEAR(moments.xy, -32, 1e-12);
  EXPECT_NEAR(moments.yy, 32 + 9, 1e-12);
}

TEST(PixelGridTest, AFileIsTheSameAsItsPicture) {
  ASSERT_OK_AND_ASSIGN(
      const PixelGrid grid,
      LoadPixelGrid({WriteTestPng("small.png", Small()), /*extent=*/6}));
  ASSERT_OK_AND_ASSIGN(const PixelGrid expected, MakePixelGrid(Small(), 6));
  EXPECT_EQ(grid.weight, expected.weight);
  EXPECT_EQ(grid.column_x, expected.column_x);
}

TEST(PixelGridTest, TheProgramsPicturesAreThinLinesOnMuchPaper) {
  for (const Builtin builtin : {Builtin::kRose, Builtin::kTree}) {
    ASSERT_OK_AND_ASSIGN(const PixelGrid grid, LoadPixelGrid({builtin, 4}));
    EXPECT_EQ(grid.width(), 256);
    EXPECT_EQ(grid.height(), 256);
    int64_t inked = 0;
    for (const double weight : grid.weight) inked += weight > 0;
    EXPECT_GT(inked, 0.05 * 256 * 256);
    EXPECT_LT(inked, 0.25 * 256 * 256);
    // nothing was cut off at the edge of the paper
    for (int64_t i = 0; i < 256; ++i) {
      EXPECT_EQ(grid.weight[i], 0);
      EXPECT_EQ(grid.weight[255 * 256 + i], 0);
      EXPECT_EQ(grid.weight[i * 256], 0);
      EXPECT_EQ(grid.weight[i * 256 + 255], 0);
    }
  }
}

TEST(PixelGridTest, PicturesThatAreNoDensityAreRefused) {
  EXPECT_THAT(
      LoadPixelGrid({WriteTestPng("blank.png", {2, 2, 1, {9, 9, 9, 9}}), 4}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               JoinPath(testing::TempDir(), "blank.png") +
                   ": all pixels of the picture are of one grey: nothing tells "
                   "where its points are"));
  EXPECT_THAT(MakePixelGrid({1, 2, 1, {0, 255}}, 4),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the picture has 2 x 1 pixels; a density takes at least "
                       "2 x 2"));
  EXPECT_THAT(LoadPixelGrid({JoinPath(testing::TempDir(), "absent.png"), 4}),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace flow::datasets
