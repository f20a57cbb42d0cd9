#ifndef CORE_IO_TFRECORD_H_
#define CORE_IO_TFRECORD_H_

/// TensorFlow's record files, the envelope of TensorBoard's event files. A
/// record is
///
///     uint64 length, uint32 MaskCrc32c(Crc32c(length's 8 bytes)),
///     payload,       uint32 MaskCrc32c(Crc32c(payload))
///
/// all little-endian. Thread-safe.

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace flow::core {

/// Adds the record of `payload` to the end of `bytes`.
void AppendRecord(absl::string_view payload, std::string& bytes);

/// Moves `bytes` past the record at its front and gives the payload, a view of
/// it. When the front is no whole record with both checksums right, as after a
/// kill in the middle of a write: nullopt, and `bytes` stays as it was.
std::optional<absl::string_view> TakeRecord(absl::string_view& bytes);

}  // namespace flow::core

#endif  // CORE_IO_TFRECORD_H_
