#include "core/io/safetensors.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/little_endian.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// A file of the given header and data, without a checksum, as Python writes it.
std::string File(absl::string_view header, absl::string_view data) {
  std::string bytes;
  AppendLittleEndian<uint64_t>(header.size(), bytes);
  return absl::StrCat(bytes, header, data);
}

std::vector<NamedArray> Weights() {
  return {{"mask", MakeArray<bool>({3}, {true, false, true})},
          {"layers.0.weight", MakeArray<float>({1, 2}, {0.5f, -1})},
          {"steps", MakeArray<int64_t>({}, {7})},
          {"layers.0.bias", MakeArray<float>({0}, {})}};
}

auto DataLoss(const std::string& reason) {
  return StatusIs(absl::StatusCode::kDataLoss,
                  AllOf(StartsWith("w.safetensors: "), HasSubstr(reason)));
}

absl::StatusOr<Safetensors> Parse(absl::string_view bytes) {
  return ParseSafetensors(bytes, "w.safetensors");
}

TEST(SafetensorsTest, FilesMakeTheRoundTripInOrder) {
  const std::string path = JoinPath(testing::TempDir(), "w.safetensors");
  const Metadata metadata = {{"step", "7"}, {"plan", "caf\xc3\xa9"}};
  ASSERT_OK(WriteSafetensors(path, Weights(), metadata));
  EXPECT_THAT(ReadSafetensors(path),
              IsOkAndHolds(Safetensors{Weights(), metadata}));
}

TEST(SafetensorsTest, EqualContentsGiveEqualBytes) {
  EXPECT_EQ(SerializeSafetensors(Weights(), {{"a", "1"}}),
            SerializeSafetensors(Weights(), {{"a", "1"}}));
}

// The checksum of the eight zero bytes is 8c28b28a.
TEST(SafetensorsTest, WritesKnownBytes) {
  const std::string header =
      R"({"__metadata__":{"a":"b","crc32c":"8c28b28a"},)"
      R"("x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}})";
  EXPECT_EQ(SerializeSafetensors({{"x", MakeArray<float>({2, 1}, {0, 0})}},
                                 {{"a", "b"}}),
            File(header + std::string(-header.size() % 8, ' '),
                 std::string(8, '\0')));
}

TEST(SafetensorsTest, EveryArrayIsAlignedInTheFile) {
  const std::string bytes = SerializeSafetensors(Weights(), {});
  const std::string weight = Weights()[1].array.bytes;
  const std::string steps = Weights()[2].array.bytes;
  absl::string_view header_size(bytes);
  EXPECT_EQ(*TakeLittleEndian<uint64_t>(header_size) % 8, 0u);
  EXPECT_EQ(bytes.find(steps, 8) % 8, 0u);
  EXPECT_EQ(bytes.find(weight) % 4, 0u);
}

TEST(SafetensorsTest, AFileWithoutAChecksumLoads) {
  ASSERT_OK_AND_ASSIGN(
      const Safetensors file,
      Parse(File(R"({"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}  )",
                 "ab")));
  EXPECT_THAT(file.metadata, IsEmpty());
  EXPECT_THAT(file.arrays,
              ElementsAre(NamedArray{"x", MakeArray<uint8_t>({2}, {97, 98})}));
}

TEST(SafetensorsTest, AFileMayHoldNoArrays) {
  EXPECT_THAT(Parse(SerializeSafetensors({}, {})), IsOkAndHolds(Safetensors{}));
}

TEST(SafetensorsTest, TruncationAnywhereIsDataLoss) {
  const std::string bytes = SerializeSafetensors(Weights(), {});
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(Parse(bytes.substr(0, size)), DataLoss("truncated")) << size;
  }
  EXPECT_THAT(Parse(bytes + "x"), DataLoss("bytes follow"));
}

TEST(SafetensorsTest, AnyFlippedBitOfTheDataIsDataLoss) {
  const std::string bytes = SerializeSafetensors(Weights(), {});
  const size_t data = bytes.size() - (3 + 8 + 8);
  for (size_t i = data; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] ^= 4;
    EXPECT_THAT(Parse(flipped), DataLoss("the checksum does not match")) << i;
  }
}

// Nothing that the header may become may crash the parser.
TEST(SafetensorsTest, EveryChangedByteOfTheHeaderIsHarmless) {
  const std::string bytes = SerializeSafetensors(Weights(), {{"a", "b"}});
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const char value : {'\0', '\xff', '"', '{', '9', '-', ']'}) {
      std::string changed = bytes;
      changed[i] = value;
      const auto file = Parse(changed);
      if (file.ok()) {
        EXPECT_LE(file->arrays.size(), 4u);
      }
    }
  }
}

std::string Entry(absl::string_view name, absl::string_view shape,
                  absl::string_view offsets) {
  return absl::StrCat("\"", name, "\":{\"dtype\":\"U8\",\"shape\":", shape,
                      ",\"data_offsets\":", offsets, "}");
}

TEST(SafetensorsTest, OffsetsMustTileTheData) {
  const auto parse = [](absl::string_view a, absl::string_view b) {
    return Parse(File(
        absl::StrCat("{", Entry("a", "[2]", a), ",", Entry("b", "[2]", b), "}"),
        "wxyz"));
  };
  EXPECT_OK(parse("[2,4]", "[0,2]"));
  EXPECT_THAT(parse("[0,2]", "[1,3]"), DataLoss("overlap"));
  EXPECT_THAT(parse("[0,2]", "[0,2]"), DataLoss("overlap"));
  EXPECT_THAT(parse("[0,2]", "[3,5]"), DataLoss("gap"));
  EXPECT_THAT(parse("[2,4]", "[4,6]"), DataLoss("gap"));
  EXPECT_THAT(parse("[0,2]", "[2,5]"), DataLoss("'b' has offsets that do not"));
  EXPECT_THAT(parse("[0,2]", "[4,2]"), DataLoss("'b' has offsets that do not"));
  EXPECT_THAT(parse("[0,2]", "[2]"), DataLoss("'b' has a malformed entry"));
  EXPECT_THAT(parse("[0,2]", "[-2,0]"), DataLoss("'b' has a malformed entry"));
  EXPECT_THAT(parse("[0,2]", "[2,4.0]"), DataLoss("'b' has a malformed entry"));
}

TEST(SafetensorsTest, OffsetsBeyondTheEndAreDataLoss) {
  const std::string big = "9223372036854775807";
  EXPECT_THAT(Parse(File("{" + Entry("a", "[5]", "[0,5]") + "}", "wxyz")),
              DataLoss("the data is truncated"));
  EXPECT_THAT(
      Parse(File("{" + Entry("a", "[" + big + "]", "[0," + big + "]") + "}",
                 "wxyz")),
      DataLoss("the data is truncated"));
  EXPECT_THAT(
      Parse(File("{" + Entry("a", "[4294967296,4294967296]", "[0,4]") + "}",
                 "wxyz")),
      DataLoss("offsets that do not fit"));
}

TEST(SafetensorsTest, AMalformedHeaderIsDataLoss) {
  EXPECT_THAT(Parse(File("[1,2]", "")), DataLoss("the header is malformed"));
  EXPECT_THAT(Parse(File("{", "")), DataLoss("the header is malformed"));
  EXPECT_THAT(Parse(File(R"({"a":3})", "")), DataLoss("incomplete entry"));
  EXPECT_THAT(Parse(File(R"({"a":{"dtype":"U8","shape":[]}})", "")),
              DataLoss("incomplete entry"));
  EXPECT_THAT(
      Parse(File(R"({"a":{"dtype":8,"shape":[],"data_offsets":[0,1]}})", "x")),
      DataLoss("has no dtype"));
  EXPECT_THAT(Parse(File(R"({"__metadata__":{"step":7}})", "")),
              DataLoss("the metadata is malformed"));
  EXPECT_THAT(Parse(File(R"({"__metadata__":[]})", "")),
              DataLoss("the metadata is malformed"));
}

TEST(SafetensorsTest, RefusesOtherDTypes) {
  EXPECT_THAT(
      Parse(File(R"({"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}})",
                 "xy")),
      StatusIs(
          absl::StatusCode::kInvalidArgument,
          "w.safetensors: the dtype of 'a' must be F32, F64, F16, I64, I32, U8 "
          "or BOOL; got BF16"));
}

TEST(SafetensorsTest, TextThatIsNotUtf8IsWrittenWithReplacements) {
  EXPECT_THAT(Parse(SerializeSafetensors({}, {{"path", "a\xff"}})),
              IsOkAndHolds(Safetensors{{}, {{"path", "a\xef\xbf\xbd"}}}));
}

TEST(SafetensorsDeathTest, ANameThatComesTwiceIsABug) {
  const NamedArray x{"x", MakeArray<float>({1}, {0})};
  EXPECT_DEATH(SerializeSafetensors({x, x}, {}), "'x' comes twice");
}

}  // namespace
}  // namespace flow::core
