#include "core/io/tfrecord.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::Eq;
using testing::Optional;

// Computed from the definition by a bitwise program in another language.
std::string Abc() {
  return absl::HexStringToBytes(
      "0300000000000000"
      "b099490e"
      "616263"
      "6e57f121");
}

TEST(TfrecordTest, WritesKnownBytes) {
  std::string bytes;
  AppendRecord("abc", bytes);
  EXPECT_EQ(bytes, Abc());
}

TEST(TfrecordTest, ReadsRecordsInOrder) {
  std::string bytes = Abc();
  AppendRecord("", bytes);
  AppendRecord(std::string(1000, 'x'), bytes);
  absl::string_view rest = bytes;
  EXPECT_THAT(TakeRecord(rest), Optional(Eq("abc")));
  EXPECT_THAT(TakeRecord(rest), Optional(Eq("")));
  EXPECT_THAT(TakeRecord(rest), Optional(Eq(std::string(1000, 'x'))));
  EXPECT_TRUE(rest.empty());
  EXPECT_EQ(TakeRecord(rest), std::nullopt);
}

TEST(TfrecordTest, ATruncatedRecordStaysWhereItIs) {
  for (size_t size = 0; size < Abc().size(); ++size) {
    const std::string bytes = Abc().substr(0, size);
    absl::string_view rest = bytes;
    EXPECT_EQ(TakeRecord(rest), std::nullopt) << size;
    EXPECT_EQ(rest.size(), size);
  }
}

TEST(TfrecordTest, EveryFlippedBitIsSeen) {
  for (size_t bit = 0; bit < 8 * Abc().size(); ++bit) {
    std::string bytes = Abc();
    bytes[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    absl::string_view rest = bytes;
    EXPECT_EQ(TakeRecord(rest), std::nullopt) << bit;
  }
}

}  // namespace
}  // namespace flow::core
