#ifndef CORE_IO_CRC32C_H_
#define CORE_IO_CRC32C_H_

/// CRC-32C: the cyclic redundancy check with Castagnoli's polynomial
/// 0x1EDC6F41, reflected, with initial value and final xor 0xFFFFFFFF
/// (RFC 3720, appendix B.4). Thread-safe.

#include <cstdint>

#include "absl/strings/string_view.h"

namespace flow::core {

uint32_t Crc32c(absl::string_view bytes);

/// The form that TFRecord stores: rotated right by 15 bits plus a constant, so
/// that a checksum of bytes which hold checksums stays a good one.
uint32_t MaskCrc32c(uint32_t crc);

}  // namespace flow::core

#endif  // CORE_IO_CRC32C_H_
