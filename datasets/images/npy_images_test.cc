#include "datasets/images/npy_images.h"

#include <cstdio>
#include <limits>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npy.h"
#include "core/io/npz.h"
#include "datasets/images/images_testing.h"
#include "datasets/images/load_images.h"

namespace flow::datasets {
namespace {

using core::Array;
using core::MakeArray;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Split = ImagesOptions::Split;

// Bytes 0, 1, 2, ... in this shape.
Array Counting(const std::vector<int64_t>& shape) {
  Array array{core::DType::kUint8, shape, ""};
  for (int64_t i = 0; i < core::NumElements(array); ++i) {
    array.bytes += static_cast<char>(i);
  }
  return array;
}

void WriteArray(const std::string& folder, const std::string& name,
                const Array& array) {
  WriteFile(JoinPath(folder, name), core::SerializeNpy(array));
}

ImagesOptions Options(const std::string& folder, int64_t channels,
                      Split split = Split::kTrain) {
  return {.folder = folder,
          .format = ImagesOptions::Format::kNpy,
          .channels = channels,
          .size = 2,
          .split = split};
}

std::vector<uint8_t> Bytes(const ImageTable& table) {
  return {table.bytes().begin(), table.bytes().end()};
}

TEST(NpyImagesTest, StayInTheirFileWhereTheyAreOfThisSize) {
  const std::string folder = EmptyFolder("npy_planes");
  WriteArray(folder, "train_images.npy", Counting({2, 3, 2, 2}));
  WriteArray(folder, "train_labels.npy", MakeArray<int64_t>({2}, {4, 0}));
  ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(Options(folder, 3)));
  EXPECT_TRUE(table.placed.has_value());
  EXPECT_THAT(table.x, IsEmpty());
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.num_classes, 5);
  EXPECT_THAT(table.label, ElementsAre(4, 0));
  EXPECT_EQ(Bytes(table)[23], 23);
  EXPECT_THAT(NpyNames(folder), IsOkAndHolds(ElementsAre("train_images.npy",
                                                         "train_labels.npy")));
}

// Pixel k of image i has the channels 12 i + 3 k, and one and two more.
TEST(NpyImagesTest, ChannelsMayComeLast) {
  const std::string folder = EmptyFolder("npy_pixels");
  WriteArray(folder, "train_images.npy", Counting({2, 2, 2, 3}));
  ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(Options(folder, 3)));
  EXPECT_FALSE(table.placed.has_value());
  EXPECT_EQ(table.num_classes, 0);
  EXPECT_THAT(Bytes(table),
              ElementsAre(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11,  //
                          12, 15, 18, 21, 13, 16, 19, 22, 14, 17, 20, 23));
}

TEST(NpyImagesTest, PlanesAreFittedToOtherChannels) {
  const std::string folder = EmptyFolder("npy_grey");
  WriteArray(folder, "train_images.npy", Counting({1, 3, 2, 2}));
  ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(Options(folder, 1)));
  // 0.587 * 4 + 0.114 * 8 = 3.26 more than the first channel
  EXPECT_THAT(Bytes(table), ElementsAre(3, 4, 5, 6));
}

TEST(NpyImagesTest, GreyImagesNeedNoChannel) {
  const std::string folder = EmptyFolder("npy_plain");
  WriteArray(folder, "train_images.npy", Counting({2, 2, 2}));
  ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(Options(folder, 1)));
  EXPECT_TRUE(table.placed.has_value());
  EXPECT_THAT(Bytes(table), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(NpyImagesTest, SplitsMayBeArchives) {
  const std::string folder = EmptyFolder("npz_splits");
  for (const auto& [name, shape, label] :
       {std::tuple("train.npz", 2, 1), std::tuple("test.npz", 1, 7)}) {
    ASSERT_OK(core::WriteNpz(
        JoinPath(folder, name),
        {{"images", Counting({shape, 2, 2})},
         {"labels",
          MakeArray<uint8_t>({shape}, std::vector<uint8_t>(shape, label))}}));
  }
  ASSERT_OK_AND_ASSIGN(const ImageTable train, LoadImages(Options(folder, 1)));
  EXPECT_EQ(train.rows, 2);
  EXPECT_EQ(train.num_classes, 8) << "of both splits";
  ASSERT_OK_AND_ASSIGN(const ImageTable test,
                       LoadImages(Options(folder, 1, Split::kTest)));
  EXPECT_EQ(test.rows, 1);
  EXPECT_THAT(test.label, ElementsAre(7));
  EXPECT_THAT(Bytes(test), ElementsAre(0, 1, 2, 3));
}

TEST(NpyImagesTest, WithoutATestAllImagesAreForBoth) {
  const std::string folder = EmptyFolder("npy_one");
  WriteArray(folder, "train_images.npy", Counting({3, 2, 2}));
  ASSERT_OK_AND_ASSIGN(const ImageTable test,
                       LoadImages(Options(folder, 1, Split::kTest)));
  EXPECT_EQ(test.rows, 3);
}

TEST(NpyImagesTest, MistakesNameTheFile) {
  const std::string folder = EmptyFolder("npy_wrong");
  const auto expect = [&folder](absl::StatusCode code, const char* what) {
    EXPECT_THAT(InspectImages(Options(folder, 1)),
                StatusIs(code, HasSubstr(what)));
  };
  expect(absl::StatusCode::kNotFound,
         "npy_wrong: no file 'train_images.npy' or 'train.npz'");
  WriteArray(folder, "train_images.npy", MakeArray<float>({1, 2}, {0, 1}));
  expect(absl::StatusCode::kInvalidArgument,
         "train_images.npy: images must be uint8");
  WriteArray(folder, "train_images.npy", Counting({2, 2, 2, 5}));
  expect(absl::StatusCode::kInvalidArgument, "got uint8 [2, 2, 2, 5]");
  WriteFile(JoinPath(folder, "train_images.npy"),
            core::SerializeNpy(Counting({2, 2, 2})).substr(0, 133));
  expect(absl::StatusCode::kDataLoss, "train_images.npy: the npy file is");
  WriteArray(folder, "train_images.npy", Counting({2, 2, 2}));
  WriteArray(folder, "train_labels.npy", MakeArray<int64_t>({3}, {0, 1, 2}));
  expect(absl::StatusCode::kInvalidArgument, "3 labels for the 2 images");
  WriteArray(folder, "train_labels.npy", MakeArray<int64_t>({2}, {0, -1}));
  expect(absl::StatusCode::kInvalidArgument,
         "train_labels.npy: labels must be >= 0 and less than 1000000; got -1");
  WriteArray(folder, "train_labels.npy",
             MakeArray<int64_t>({2}, {0, std::numeric_limits<int64_t>::max()}));
  expect(absl::StatusCode::kInvalidArgument, "less than 1000000; got 9.2");
  WriteArray(folder, "train_labels.npy", MakeArray<int64_t>({0}, {}));
  expect(absl::StatusCode::kInvalidArgument, "0 labels for the 2 images");
  WriteArray(folder, "train_labels.npy", MakeArray<float>({2}, {0, 1}));
  expect(absl::StatusCode::kInvalidArgument,
         "train_labels.npy: labels must be int64, int32 or uint8 [N]; got "
         "float32 [2]");
  WriteArray(folder, "train_labels.npy", MakeArray<int64_t>({2}, {0, 1}));
  WriteArray(folder, "test_images.npy", Counting({1, 2, 2}));
  expect(absl::StatusCode::kInvalidArgument, "one split has labels");
  ASSERT_OK(core::WriteNpz(JoinPath(folder, "test.npz"),
                           {{"x", Counting({1, 2, 2})}}));
  std::remove(JoinPath(folder, "test_images.npy").c_str());
  expect(absl::StatusCode::kInvalidArgument, "test.npz: no array 'images'");
}

}  // namespace
}  // namespace flow::datasets
