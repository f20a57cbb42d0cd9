#include "datasets/images/idx.h"

#include <filesystem>
#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "datasets/images/images_testing.h"
#include "gmock/gmock.h"

namespace flow::datasets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Split = ImagesOptions::Split;

void Rename(const std::string& folder, const std::string& from,
            const std::string& to) {
  std::filesystem::rename(JoinPath(folder, from), JoinPath(folder, to));
}

TEST(IdxTest, HoldsImagesAndLabelsOfEachSplit) {
  const std::string folder = SmallIdx("mnist").folder;
  ASSERT_OK_AND_ASSIGN(const auto train, OpenIdx(folder, Split::kTrain));
  EXPECT_EQ(train->rows(), 4);
  EXPECT_EQ(train->num_classes(), 3);
  EXPECT_EQ(train->Label(2), 2);
  ASSERT_OK_AND_ASSIGN(const core::Image image, train->Read(3));
  EXPECT_EQ(image.height, 2);
  EXPECT_EQ(image.width, 3);
  EXPECT_EQ(image.channels, 1);
  EXPECT_THAT(image.value, ElementsAre(30, 31, 32, 33, 34, 35));
  ASSERT_OK_AND_ASSIGN(const auto test, OpenIdx(folder, Split::kTest));
  EXPECT_EQ(test->rows(), 2);
  EXPECT_EQ(test->Label(0), 1);
  EXPECT_EQ(test->Read(1)->value[0], 110);
}

TEST(IdxTest, ImagesOfTheirSizeStayInTheirFile) {
  const std::string folder = SmallIdx("placed").folder;
  WriteFile(JoinPath(folder, "t10k-images-idx3-ubyte"),
            IdxFile({2, 2, 2}, "abcdefgh"));
  ASSERT_OK_AND_ASSIGN(auto files, OpenIdx(folder, Split::kTest));
  EXPECT_FALSE(files->InPlace(/*channels=*/3, /*size=*/2).has_value());
  EXPECT_FALSE(files->InPlace(/*channels=*/1, /*size=*/3).has_value());
  const auto placed = files->InPlace(/*channels=*/1, /*size=*/2);
  files.reset();  // what lies there has a keeper of its own
  ASSERT_TRUE(placed.has_value());
  EXPECT_THAT(placed->bytes,
              ElementsAre('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'));
  // 2 x 3 pixels are of no size
  ASSERT_OK_AND_ASSIGN(files, OpenIdx(folder, Split::kTrain));
  EXPECT_FALSE(files->InPlace(/*channels=*/1, /*size=*/2).has_value());
}

TEST(IdxTest, BothSplitsKnowTheClassesOfEither) {
  const std::string folder = SmallIdx("classes").folder;
  WriteFile(JoinPath(folder, "t10k-labels-idx1-ubyte"),
            IdxFile({2}, {"\1\xff", 2}));
  EXPECT_EQ((*OpenIdx(folder, Split::kTrain))->num_classes(), 256);
  EXPECT_EQ((*OpenIdx(folder, Split::kTest))->num_classes(), 256);
}

TEST(IdxTest, OtherNamesOfTheSameFilesAreFound) {
  const std::string folder = SmallIdx("names").folder;
  Rename(folder, "train-images-idx3-ubyte",
         "emnist-letters-train-images-idx3-ubyte");
  Rename(folder, "train-labels-idx1-ubyte", "train-labels.idx1-ubyte");
  Rename(folder, "t10k-images-idx3-ubyte",
         "emnist-letters-test-images-idx3-ubyte.gz");  // said wrongly
  EXPECT_THAT(IdxNames(folder), IsOkAndHolds(ElementsAre(
                                    "emnist-letters-train-images-idx3-ubyte",
                                    "train-labels.idx1-ubyte",
                                    "emnist-letters-test-images-idx3-ubyte.gz",
                                    "t10k-labels-idx1-ubyte")));
  EXPECT_OK(OpenIdx(folder, Split::kTest));
}

TEST(IdxTest, AFileThatLiesThereTwiceCountsOnce) {
  const std::string folder = SmallIdx("twice").folder;
  WriteFile(JoinPath(folder, "train-images-idx3-ubyte.gz"), "not looked at");
  EXPECT_EQ((*IdxNames(folder))[0], "train-images-idx3-ubyte");
}

TEST(IdxTest, FilesOfSeveralSetsAreRefused) {
  const std::string folder = SmallIdx("several").folder;
  WriteFile(JoinPath(folder, "emnist-digits-train-images-idx3-ubyte"), "");
  EXPECT_THAT(
      IdxNames(folder),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("several: 'emnist-digits-train-images-idx3-ubyte' "
                         "and 'train-images-idx3-ubyte' are of two sets")));
}

TEST(IdxTest, AMissingFileIsReported) {
  const std::string folder = SmallIdx("less").folder;
  std::filesystem::remove(JoinPath(folder, "t10k-labels-idx1-ubyte"));
  EXPECT_THAT(OpenIdx(folder, Split::kTrain),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("less: no file 't10k-labels-idx1-ubyte' or "
                                 "'t10k-labels-idx1-ubyte.gz'")));
  EXPECT_THAT(IdxNames(JoinPath(folder, "absent")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(IdxTest, ImagesAndLabelsMustBeAsMany) {
  const std::string folder = SmallIdx("counts").folder;
  WriteFile(JoinPath(folder, "train-labels-idx1-ubyte"),
            IdxFile({3}, {"\0\1\2", 3}));
  EXPECT_THAT(OpenIdx(folder, Split::kTrain),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("counts/train-labels-idx1-ubyte: 3 labels "
                                 "for the 4 images of ")));
}

TEST(IdxTest, AWrongFileIsNamed) {
  const std::string folder = SmallIdx("swapped").folder;
  Rename(folder, "train-labels-idx1-ubyte", "train-images-idx3-ubyte");
  WriteFile(JoinPath(folder, "train-labels-idx1-ubyte"), "");
  EXPECT_THAT(OpenIdx(folder, Split::kTrain),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("swapped/train-images-idx3-ubyte: the array "
                                 "must have 3 dimensions; got 1")));
}

}  // namespace
}  // namespace flow::datasets
