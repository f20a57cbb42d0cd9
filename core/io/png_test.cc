#include "core/io/png.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"

namespace flow::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Image Ramp() {
  Image image = {5, 7, 3, {}};
  for (int i = 0; i < 5 * 7 * 3; ++i) image.value.push_back(2 * i);
  return image;
}

// Files of another writer, byte by byte.
std::string Bytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }

TEST(PngTest, WhatIsWrittenIsRead) {
  ASSERT_OK_AND_ASSIGN(const Image image,
                       ParsePng(SerializePng(Ramp()), "ramp.png"));
  EXPECT_EQ(image.height, 5);
  EXPECT_EQ(image.width, 7);
  EXPECT_EQ(image.channels, 3);
  EXPECT_EQ(image.value, Ramp().value);
}

TEST(PngTest, GreyIsReadAsThreeEqualChannels) {
  const Image grey = {1, 2, 1, {0, 200}};
  ASSERT_OK_AND_ASSIGN(const Image image,
                       ParsePng(SerializePng(grey), "grey.png"));
  EXPECT_THAT(image.value, ElementsAre(0, 0, 0, 200, 200, 200));
}

TEST(PngTest, WhatIsTransparentShowsWhitePaper) {
  // red, black half seen, something unseen, blue
  ASSERT_OK_AND_ASSIGN(
      const Image image,
      ParsePng(
          Bytes("89504e470d0a1a0a0000000d494844520000000200000002080600000072"
                "b60d24000000174944415478da63f8cfc000440c0d0c9c9c9c40faff7f00"
                "27ad049895a1b6b70000000049454e44ae426082"),
          "alpha.png"));
  ASSERT_EQ(image.value.size(), 12);
  EXPECT_THAT(
      std::vector<uint8_t>(image.value.begin(), image.value.begin() + 3),
      ElementsAre(255, 0, 0));
  // blended in linear light: half of it is 188 of 255
  EXPECT_NEAR(image.value[3], 187, 2);
  EXPECT_THAT(std::vector<uint8_t>(image.value.begin() + 6, image.value.end()),
              ElementsAre(255, 255, 255, 0, 0, 255));
}

TEST(PngTest, PalettesAreLookedUp) {
  ASSERT_OK_AND_ASSIGN(
      const Image image,
      ParsePng(
          Bytes("89504e470d0a1a0a0000000d49484452000000030000000108030000002c"
                "3ee48600000009504c54450a141e28323c46505a16ac84740000000c4944"
                "415478da636062600400000b00046a681d200000000049454e44ae426082"),
          "palette.png"));
  EXPECT_EQ(image.height, 1);
  EXPECT_THAT(image.value, ElementsAre(70, 80, 90, 10, 20, 30, 40, 50, 60));
}

TEST(PngTest, AClaimOfTooManyPixelsIsRefusedBeforeTheyAreHeld) {
  EXPECT_THAT(
      ParsePng(
          Bytes("89504e470d0a1a0a0000000d4948445200004e2000004e200800000000c6"
                "1b19e50000000c49444154789c6360a03d00000064000186643c35000000"
                "0049454e44ae426082"),
          "huge.png"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "huge.png: 20000 x 20000 pixels are more than 67108864"));
}

TEST(PngTest, OtherFilesAreRefused) {
  EXPECT_THAT(
      ParsePng("GIF89a", "a.png"),
      StatusIs(absl::StatusCode::kInvalidArgument, "a.png: not a PNG file"));
  EXPECT_THAT(ReadPng(JoinPath(testing::TempDir(), "absent.png")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(PngTest, DamageIsReportedWhereverItIs) {
  const std::string whole = SerializePng(Ramp());
  // the last 12 bytes mark the end and hold nothing
  for (size_t size = 8; size < whole.size() - 12; ++size) {
    EXPECT_THAT(ParsePng(whole.substr(0, size), "cut.png"),
                StatusIs(absl::StatusCode::kDataLoss,
                         HasSubstr("cut.png: the PNG file is damaged")))
        << "cut at " << size;
  }
}

TEST(PngTest, AnyChangedByteLeavesAnImageOrAnError) {
  const std::string whole = SerializePng(Ramp());
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x55);
    const absl::StatusOr<Image> image = ParsePng(changed, "changed.png");
    if (image.ok()) {
      EXPECT_EQ(image->value.size(), image->height * image->width * 3);
    }
  }
}

}  // namespace
}  // namespace flow::core
