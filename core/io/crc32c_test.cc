#include "core/io/crc32c.h"

#include <string>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

// The definition, one bit at a time.
uint32_t SlowCrc32c(absl::string_view bytes) {
  uint32_t crc = 0xffffffff;
  for (const char byte : bytes) {
    crc ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ (0x82f63b78 & (0 - (crc & 1)));
    }
  }
  return ~crc;
}

// RFC 3720, appendix B.4, and the usual check value.
TEST(Crc32cTest, GivesTheKnownAnswers) {
  EXPECT_EQ(Crc32c(""), 0u);
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
}

TEST(Crc32cTest, AgreesWithTheDefinitionAtEveryLengthAndAlignment) {
  std::string bytes;
  for (int i = 0; i < 64; ++i) bytes.push_back(static_cast<char>(i * 37 + 11));
  for (size_t begin = 0; begin < 8; ++begin) {
    for (size_t size = 0; begin + size <= bytes.size(); ++size) {
      const absl::string_view part(bytes.data() + begin, size);
      ASSERT_EQ(Crc32c(part), SlowCrc32c(part)) << begin << " " << size;
    }
  }
}

TEST(Crc32cTest, SeesEveryFlippedBit) {
  std::string bytes(40, 'x');
  const uint32_t crc = Crc32c(bytes);
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    EXPECT_NE(Crc32c(flipped), crc) << bit;
  }
}

// 0xe3069283 rotated right by 15 is 0x2507c60d.
TEST(Crc32cTest, MasksByRotatingAndAdding) {
  EXPECT_EQ(MaskCrc32c(0xe3069283), 0x2507c60du + 0xa282ead8u);
  EXPECT_EQ(MaskCrc32c(0), 0xa282ead8u);
}

}  // namespace
}  // namespace flow::core
