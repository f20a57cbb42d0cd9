#include "core/io/tfrecord.h"

#include <cstdint>

#include "core/io/crc32c.h"
#include "core/io/little_endian.h"

namespace flow::core {
namespace {

uint32_t MaskedChecksum(absl::string_view bytes) {
  return MaskCrc32c(Crc32c(bytes));
}

// Takes `size` bytes and the checksum behind them.
std::optional<absl::string_view> TakeChecked(uint64_t size,
                                             absl::string_view& bytes) {
  const std::optional<absl::string_view> content = TakeBytes(size, bytes);
  if (!content.has_value()) return std::nullopt;
  if (TakeLittleEndian<uint32_t>(bytes) != MaskedChecksum(*content)) {
    return std::nullopt;
  }
  return content;
}

}  // namespace

void AppendRecord(absl::string_view payload, std::string& bytes) {
  std::string length;
  AppendLittleEndian<uint64_t>(payload.size(), length);
  bytes += length;
  AppendLittleEndian<uint32_t>(MaskedChecksum(length), bytes);
  bytes.append(payload.data(), payload.size());
  AppendLittleEndian<uint32_t>(MaskedChecksum(payload), bytes);
}

std::optional<absl::string_view> TakeRecord(absl::string_view& bytes) {
  absl::string_view rest = bytes;
  std::optional<absl::string_view> length = TakeChecked(8, rest);
  if (!length.has_value()) return std::nullopt;
  const std::optional<absl::string_view> payload =
      TakeChecked(*TakeLittleEndian<uint64_t>(*length), rest);
  if (payload.has_value()) bytes = rest;
  return payload;
}

}  // namespace flow::core
