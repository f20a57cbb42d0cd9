#ifndef CORE_IO_GZIP_H_
#define CORE_IO_GZIP_H_

/// Decompression of whole strings. Errors are DataLoss, without a path, which
/// the caller knows: "the compressed data is corrupt: …" or "… is truncated".
/// Thread-safe.

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::core {

/// A gzip file (RFC 1952): one member or several, whose contents are joined.
/// The checksum and the length at the end of each member are verified.
absl::StatusOr<std::string> Gunzip(absl::string_view bytes);

/// A bare deflate stream (RFC 1951), as zip entries hold it, that must fill
/// `bytes` and expand to exactly `size` bytes.
absl::StatusOr<std::string> Inflate(absl::string_view bytes, uint64_t size);

}  // namespace flow::core

#endif  // CORE_IO_GZIP_H_
