#include "flowlang/lower/sample_pictures.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "core/io/png.h"

namespace flow::lang {
namespace {

// Images of one grey level each, 32 pixels a side: image k has level k.
at::Tensor Levels(int64_t images) {
  return ((at::arange(images, at::kFloat) - 127.5) / 127.5)
      .unsqueeze(1)
      .repeat({1, 32 * 32});
}

// The level at the middle of each image, row by row.
std::vector<std::vector<int>> LevelsOf(const std::string& path) {
  const absl::StatusOr<core::Image> read = core::ReadPng(path);
  EXPECT_OK(read);
  const core::Image image = core::ToGrey(*read);
  std::vector<std::vector<int>> levels;
  for (int64_t y = 16; y < image.height; y += 34) {
    levels.emplace_back();
    for (int64_t x = 16; x < image.width; x += 34) {
      levels.back().push_back(image.value[y * image.width + x]);
    }
  }
  return levels;
}

TEST(SamplePicturesTest, ShowTheFirstImagesAndTheirLines) {
  const std::string path = absl::StrCat(testing::TempDir(), "/plain");
  ShownPoints points{{1, 32}, Levels(120), Levels(12)};
  points.trajectory_tld = Levels(6).view({3, 2, 32 * 32});
  ASSERT_OK(WritePictures(path, points));
  const auto generated = LevelsOf(path + ".generated.png");
  ASSERT_EQ(generated.size(), 10);
  EXPECT_EQ(generated[9],
            (std::vector<int>{90, 91, 92, 93, 94, 95, 96, 97, 98, 99}));
  const auto target = LevelsOf(path + ".target.png");
  ASSERT_EQ(target.size(), 2);
  EXPECT_EQ(target[1][1], 11);
  EXPECT_EQ(target[1][2], 255) << "there are twelve";
  // lines 0 and 1 at all three times
  EXPECT_EQ(LevelsOf(path + ".trajectory.png"),
            (std::vector<std::vector<int>>{{0, 2, 4}, {1, 3, 5}}));
  // of 21 times, every second
  points.trajectory_tld = Levels(21).view({21, 1, 32 * 32});
  ASSERT_OK(WritePictures(path, points));
  EXPECT_EQ(
      LevelsOf(path + ".trajectory.png"),
      (std::vector<std::vector<int>>{{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20}}));
}

TEST(SamplePicturesTest, HaveARowForEachClass) {
  const std::string path = absl::StrCat(testing::TempDir(), "/classes");
  ShownPoints points{{1, 32}, Levels(5), Levels(5)};
  points.generated_label_n = at::tensor(std::vector<int64_t>{1, 0, 1, 11, 2});
  points.target_label_n = at::tensor(std::vector<int64_t>(5));
  points.trajectory_tld = Levels(1).view({1, 1, 32 * 32});
  ASSERT_OK(WritePictures(path, points));
  const auto generated = LevelsOf(path + ".generated.png");
  ASSERT_EQ(generated.size(), 10) << "of twelve classes";
  EXPECT_EQ(generated[0][0], 1);
  EXPECT_EQ(generated[0][1], 255);
  EXPECT_EQ(generated[1][0], 0);
  EXPECT_EQ(generated[1][1], 2);
  EXPECT_EQ(generated[2][0], 4);
  EXPECT_EQ(generated[3][0], 255);
  const auto target = LevelsOf(path + ".target.png");
  ASSERT_EQ(target.size(), 1) << "of one class";
  EXPECT_EQ(target[0][4], 4);
}

TEST(SamplePicturesTest, LargeImagesAreFewer) {
  const std::string path = absl::StrCat(testing::TempDir(), "/large");
  ShownPoints points{{1, 300}, at::zeros({9, 90000}), at::zeros({9, 90000})};
  points.trajectory_tld = at::zeros({21, 5, 90000});
  ASSERT_OK(WritePictures(path, points));
  ASSERT_OK_AND_ASSIGN(const core::Image generated,
                       core::ReadPng(path + ".generated.png"));
  EXPECT_EQ(generated.width, 602);
  EXPECT_EQ(generated.height, 602);
  ASSERT_OK_AND_ASSIGN(const core::Image lines,
                       core::ReadPng(path + ".trajectory.png"));
  EXPECT_EQ(lines.width, 904);
  EXPECT_EQ(lines.height, 602);
}

}  // namespace
}  // namespace flow::lang
