#include "core/io/little_endian.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::Eq;
using testing::Optional;

TEST(LittleEndianTest, LowestByteComesFirst) {
  std::string bytes;
  AppendLittleEndian<uint32_t>(0x01020304, bytes);
  AppendLittleEndian<uint16_t>(0xfffe, bytes);
  AppendLittleEndian<double>(1.0, bytes);
  EXPECT_EQ(bytes, std::string("\x04\x03\x02\x01\xfe\xff"
                               "\x00\x00\x00\x00\x00\x00\xf0\x3f",
                               14));
}

TEST(LittleEndianTest, TakesInOrderAndConsumes) {
  absl::string_view bytes("\x04\x03\x02\x01name!", 9);
  EXPECT_THAT(TakeLittleEndian<uint32_t>(bytes), Optional(0x01020304u));
  EXPECT_THAT(TakeBytes(4, bytes), Optional(Eq("name")));
  EXPECT_EQ(bytes, "!");
}

TEST(LittleEndianTest, TakingTooMuchLeavesTheViewAlone) {
  absl::string_view bytes("abc");
  EXPECT_EQ(TakeLittleEndian<uint32_t>(bytes), std::nullopt);
  EXPECT_EQ(TakeBytes(~uint64_t{0}, bytes), std::nullopt);
  EXPECT_EQ(bytes, "abc");
}

}  // namespace
}  // namespace flow::core
