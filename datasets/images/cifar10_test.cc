#include "datasets/images/cifar10.h"

#include <memory>
#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "datasets/images/images_testing.h"

namespace flow::datasets {
namespace {

using testing::HasSubstr;
using Split = ImagesOptions::Split;

// What opening the set says after one of its files has become this.
absl::Status OpenWith(const std::string& name, const std::string& content) {
  const std::string folder = SmallCifar10("changed").folder;
  WriteFile(JoinPath(folder, name), content);
  const Split split = name == "test_batch.bin" ? Split::kTest : Split::kTrain;
  return OpenCifar10(folder, split).status();
}

TEST(Cifar10Test, BatchesFollowEachOtherAndTheTestIsOnItsOwn) {
  const std::string folder = SmallCifar10("cifar").folder;
  ASSERT_OK_AND_ASSIGN(const auto train, OpenCifar10(folder, Split::kTrain));
  EXPECT_EQ(train->rows(), 10);
  EXPECT_EQ(train->num_classes(), 10);
  for (int row = 0; row < 10; ++row) EXPECT_EQ(train->Label(row), row);
  ASSERT_OK_AND_ASSIGN(const auto test, OpenCifar10(folder, Split::kTest));
  EXPECT_EQ(test->rows(), 3);
  EXPECT_EQ(test->num_classes(), 10);
  EXPECT_EQ(test->Label(2), 7);
}

TEST(Cifar10Test, ChannelsComeOneAfterTheOther) {
  std::string record = Cifar10Record(3, 1, 2, 3);
  record[1 + 33] = 50;                   // red, row 1, column 1
  record[1 + 1024 + 34] = 60;            // green, row 1, column 2
  record[1 + 2 * 1024 + 1023] = '\xff';  // blue, the last one
  const std::string folder = SmallCifar10("channels").folder;
  WriteFile(JoinPath(folder, "test_batch.bin"), record);
  ASSERT_OK_AND_ASSIGN(const auto files, OpenCifar10(folder, Split::kTest));
  ASSERT_OK_AND_ASSIGN(const core::Image image, files->Read(0));
  EXPECT_EQ(image.height, 32);
  EXPECT_EQ(image.width, 32);
  EXPECT_EQ(image.channels, 3);
  EXPECT_EQ(image.value[3 * 33], 50);
  EXPECT_EQ(image.value[3 * 34 + 1], 60);
  EXPECT_EQ(image.value[3 * 1023 + 2], 255);
  EXPECT_EQ(image.value[0], 1);
  EXPECT_EQ(image.value[2], 3);
}

TEST(Cifar10Test, WrongFilesAreReported) {
  const std::string record = Cifar10Record(0, 1, 2, 3);
  EXPECT_THAT(
      OpenWith("data_batch_3.bin", record + record.substr(0, 100)),
      StatusIs(absl::StatusCode::kDataLoss,
               HasSubstr("changed/data_batch_3.bin: 3173 bytes are no whole "
                         "number of records of 3073, a label and 3 x 32 x 32 "
                         "pixels each")));
  EXPECT_THAT(OpenWith("test_batch.bin", ""),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("changed/test_batch.bin: 0 bytes")));
  EXPECT_THAT(OpenWith("data_batch_5.bin", record + Cifar10Record(10, 1, 2, 3)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("changed/data_batch_5.bin: the label of "
                                 "record 1 (from 0) must be 0 to 9; got 10")));
}

TEST(Cifar10Test, AMissingFileIsReported) {
  EXPECT_THAT(OpenCifar10(EmptyFolder("empty"), Split::kTrain),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("empty/data_batch_1.bin")));
}

}  // namespace
}  // namespace flow::datasets
