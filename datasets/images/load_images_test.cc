#include "datasets/images/load_images.h"

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "datasets/images/images_testing.h"
#include "gmock/gmock.h"

namespace flow::datasets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using Split = ImagesOptions::Split;

TEST(LoadImagesTest, Cifar10IsTakenAsItIs) {
  ASSERT_OK_AND_ASSIGN(const ImageTable table,
                       LoadImages(SmallCifar10("cifar")));
  EXPECT_EQ(table.rows, 10);
  EXPECT_EQ(table.dim(), 3072);
  EXPECT_EQ(table.num_classes, 10);
  EXPECT_THAT(table.label, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  ASSERT_THAT(table.x, SizeIs(10 * 3072));
  for (int row = 0; row < 10; ++row) {
    for (int k = 0; k < 3072; ++k) {
      ASSERT_EQ(table.x[row * 3072 + k], 100 * (k / 1024) + row);
    }
  }
}

TEST(LoadImagesTest, AnotherSizeAndOtherChannelsAreMade) {
  ImagesOptions options = SmallCifar10("small");
  options.split = Split::kTest;
  options.channels = 1;
  options.size = 4;
  ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(options));
  EXPECT_EQ(table.dim(), 16);
  ASSERT_THAT(table.x, SizeIs(3 * 16));
  EXPECT_THAT(table.label, ElementsAre(9, 8, 7));
  // 0.587 100 + 0.114 200 = 81.5, and 1 more each
  EXPECT_EQ(table.x[0], 82);
  EXPECT_EQ(table.x[47], 84);
}

TEST(LoadImagesTest, IdxImagesAreFitted) {
  ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(SmallIdx("mnist")));
  EXPECT_EQ(table.rows, 4);
  EXPECT_EQ(table.num_classes, 3);
  // the middle of 0 1 2 / 3 4 5, between the columns
  EXPECT_THAT(std::vector<uint8_t>(table.x.begin(), table.x.begin() + 4),
              ElementsAre(1, 2, 4, 5));
}

TEST(LoadImagesTest, AFolderHasItsClasses) {
  ASSERT_OK_AND_ASSIGN(const ImageTable table,
                       LoadImages(SmallFolder("animals")));
  EXPECT_THAT(table.x,
              ElementsAre(10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30));
  EXPECT_THAT(table.label, ElementsAre(0, 0, 1));
}

TEST(LoadImagesTest, FactsAreThoseOfTheTable) {
  for (ImagesOptions options :
       {SmallCifar10("facts_cifar"), SmallIdx("facts_idx"),
        SmallFolder("facts_folder")}) {
    for (const Split split : {Split::kTrain, Split::kTest}) {
      options.split = split;
      ASSERT_OK_AND_ASSIGN(const ImageFacts facts, InspectImages(options));
      ASSERT_OK_AND_ASSIGN(const ImageTable table, LoadImages(options));
      EXPECT_EQ(facts.rows, table.rows);
      EXPECT_EQ(facts.num_classes, table.num_classes);
    }
  }
}

TEST(LoadImagesTest, AllFilesOfBothSplitsAreListed) {
  EXPECT_THAT(ListImageFiles(SmallCifar10("list_cifar")),
              IsOkAndHolds(SizeIs(6)));
  EXPECT_THAT(ListImageFiles(SmallIdx("list_idx")), IsOkAndHolds(SizeIs(4)));
  EXPECT_THAT(
      ListImageFiles(SmallFolder("list_folder")),
      IsOkAndHolds(ElementsAre("cats/a.png", "cats/b.png", "dogs/a.png")));
  const std::string folder = EmptyFolder("list_splits");
  WriteFile(JoinPath(folder, "train/a.png"), "");
  WriteFile(JoinPath(folder, "test/a.png"), "");
  EXPECT_THAT(ListImageFiles({.folder = folder}),
              IsOkAndHolds(ElementsAre("train/a.png", "test/a.png")));
}

TEST(LoadImagesTest, MistakesNameTheFile) {
  ImagesOptions options = SmallFolder("broken");
  WriteFile(JoinPath(options.folder, "dogs/b.png"), "GIF89a");
  EXPECT_THAT(LoadImages(options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("broken/dogs/b.png: neither")));
  options.folder = "absent";
  for (const auto format :
       {ImagesOptions::Format::kFolder, ImagesOptions::Format::kCifar10,
        ImagesOptions::Format::kIdx}) {
    options.format = format;
    EXPECT_THAT(LoadImages(options),
                StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent")));
    EXPECT_THAT(InspectImages(options), StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST(LoadImagesTest, MoreThanMemoryHoldsIsRefused) {
  ImagesOptions options = SmallCifar10("huge");
  options.size = int64_t{1} << 17;
  EXPECT_THAT(InspectImages(options),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("huge: 10 images of 3 x 131072 x 131072 "
                                 "bytes do not fit into ")));
}

}  // namespace
}  // namespace flow::datasets
