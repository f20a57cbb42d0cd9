#include "core/io/jpeg.h"

#include <string>
#include <vector>

#include "core/base/status_testing.h"
#include "core/io/jpeg_testing.h"
#include "gmock/gmock.h"

namespace flow::core {
namespace {

using testing::Each;
using testing::HasSubstr;

// Each channel a plane over rows and columns: all that a smooth picture is.
Image Ramp(int64_t channels) {
  Image image = {24, 40, channels, {}};
  for (int64_t i = 0; i < image.height; ++i) {
    for (int64_t j = 0; j < image.width; ++j) {
      for (int64_t c = 0; c < channels; ++c) {
        image.value.push_back(40 + 3 * i + 2 * j - 20 * c);
      }
    }
  }
  return image;
}

TEST(JpegTest, WhatIsWrittenIsReadToALevelOrTwo) {
  for (const int64_t channels : {1, 3}) {
    const Image ramp = Ramp(channels);
    ASSERT_OK_AND_ASSIGN(const Image image,
                         ParseJpeg(SerializeJpeg(ramp), "ramp.jpg"));
    EXPECT_EQ(image.height, 24);
    EXPECT_EQ(image.width, 40);
    ASSERT_EQ(image.channels, channels);
    ASSERT_EQ(image.value.size(), ramp.value.size());
    for (size_t k = 0; k < ramp.value.size(); ++k) {
      EXPECT_NEAR(image.value[k], ramp.value[k], 2) << k;
    }
  }
}

TEST(JpegTest, OneGreyStaysThatGrey) {
  const Image grey = {9, 5, 1, std::vector<uint8_t>(45, 77)};
  ASSERT_OK_AND_ASSIGN(const Image image,
                       ParseJpeg(SerializeJpeg(grey), "grey.jpg"));
  EXPECT_THAT(image.value, Each(77));
}

// As a camera that was turned to the left: what it noted stands behind the
// first marker.
TEST(JpegTest, APhotographIsTurnedUpright) {
  std::string file = SerializeJpeg(Ramp(1));
  const std::string noted(
      "\xff\xe1\0\x22"
      "Exif\0\0"
      "MM\0\x2a\0\0\0\x08"
      "\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
      "\0\0\0\0",
      36);
  file.insert(2, noted);
  ASSERT_OK_AND_ASSIGN(const Image image, ParseJpeg(file, "turned.jpg"));
  EXPECT_EQ(image.height, 40);
  EXPECT_EQ(image.width, 24);
  // the first row of the file is the last column
  EXPECT_NEAR(image.value[23], 40, 2);
  EXPECT_NEAR(image.value[39 * 24 + 23], 40 + 2 * 39, 2);
  EXPECT_NEAR(image.value[0], 40 + 3 * 23, 2);
}

TEST(JpegTest, OtherFilesAreRefused) {
  EXPECT_THAT(
      ParseJpeg("GIF89a", "a.jpg"),
      StatusIs(absl::StatusCode::kInvalidArgument, "a.jpg: not a JPEG file"));
  EXPECT_THAT(ParseJpeg("", "a.jpg"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(JpegTest, TheInksOfPrintAreRefused) {
  EXPECT_THAT(ParseJpeg(SerializeInkJpeg(8, 8), "ink.jpg"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "ink.jpg: the picture must be grey or in red, green and "
                       "blue; it has 4 inks or channels"));
}

TEST(JpegTest, AClaimOfTooManyPixelsIsRefusedBeforeTheyAreHeld) {
  std::string file = SerializeJpeg(Ramp(1));
  // height and width follow the marker of the frame, its length and precision
  const size_t frame = file.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  file.replace(frame + 5, 4, "\x75\x30\x75\x30");
  EXPECT_THAT(ParseJpeg(file, "huge.jpg"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "huge.jpg: 30000 x 30000 pixels are more than "
                       "67108864"));
}

TEST(JpegTest, APictureWithoutRowsIsDamaged) {
  std::string file = SerializeJpeg(Ramp(1));
  const size_t frame = file.find("\xff\xc0");
  ASSERT_NE(frame, std::string::npos);
  file.replace(frame + 5, 2, std::string(2, '\0'));
  EXPECT_THAT(ParseJpeg(file, "flat.jpg"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("flat.jpg: ")));
}

TEST(JpegTest, DamageIsReportedWhereverItBreaksOff) {
  const std::string whole = SerializeJpeg(Ramp(3));
  // the last two bytes mark the end and hold nothing
  for (size_t size = 3; size < whole.size() - 2; ++size) {
    EXPECT_THAT(ParseJpeg(whole.substr(0, size), "cut.jpg"),
                StatusIs(absl::StatusCode::kDataLoss,
                         HasSubstr("cut.jpg: the JPEG file is damaged: ")))
        << "cut at " << size;
  }
}

TEST(JpegTest, AnyChangedByteLeavesAnImageOrAnError) {
  const std::string whole = SerializeJpeg(Ramp(3), /*quality=*/60);
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x55);
    const absl::StatusOr<Image> image = ParseJpeg(changed, "changed.jpg");
    if (image.ok()) {
      EXPECT_EQ(image->value.size(),
                image->height * image->width * image->channels);
    }
  }
}

}  // namespace
}  // namespace flow::core
