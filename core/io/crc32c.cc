#include "core/io/crc32c.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace flow::core {
namespace {

constexpr uint32_t kReflectedPolynomial = 0x82f63b78;
constexpr int kSlices = 8;

using Table = std::array<uint32_t, 256>;

// tables[k][b] is what byte b contributes when k more bytes follow it, so that
// eight bytes are eight independent look-ups ("slicing by 8").
constexpr std::array<Table, kSlices> MakeTables() {
  std::array<Table, kSlices> tables{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1) != 0 ? kReflectedPolynomial : 0);
    }
    tables[0][byte] = crc;
  }
  for (int k = 1; k < kSlices; ++k) {
    for (int byte = 0; byte < 256; ++byte) {
      const uint32_t crc = tables[k - 1][byte];
      tables[k][byte] = (crc >> 8) ^ tables[0][crc & 0xff];
    }
  }
  return tables;
}

constexpr std::array<Table, kSlices> kTables = MakeTables();

uint32_t AddEightBytes(uint32_t crc, const char* bytes) {
  static_assert(std::endian::native == std::endian::little);
  uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  word ^= crc;
  uint32_t next = 0;
  for (int k = 0; k < kSlices; ++k) {
    next ^= kTables[kSlices - 1 - k][(word >> (8 * k)) & 0xff];
  }
  return next;
}

}  // namespace

uint32_t Crc32c(absl::string_view bytes) {
  uint32_t crc = 0xffffffff;
  for (; bytes.size() >= kSlices; bytes.remove_prefix(kSlices)) {
    crc = AddEightBytes(crc, bytes.data());
  }
  for (const char byte : bytes) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<uint8_t>(byte)) & 0xff];
  }
  return ~crc;
}

uint32_t MaskCrc32c(uint32_t crc) { return std::rotr(crc, 15) + 0xa282ead8; }

}  // namespace flow::core
