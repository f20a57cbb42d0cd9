#ifndef CORE_IO_ZIP_H_
#define CORE_IO_ZIP_H_

/// Zip archives in memory, as far as .npz files need them (PKWARE's APPNOTE
/// 6.3.3). Entries are written stored, with a fixed time stamp, so that equal
/// contents give equal bytes; stored and deflated entries are read, through the
/// central directory. Sizes that 32 bits do not hold are in zip64's records,
/// and only those. Thread-safe.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::core {

struct ZipEntry {
  std::string name;
  std::string content;

  bool operator==(const ZipEntry&) const = default;
};

/// InvalidArgument when a name comes twice, or is over 65535 bytes.
absl::StatusOr<std::string> SerializeZip(const std::vector<ZipEntry>& entries);

/// In the directory's order. DataLoss: truncated, no zip archive, offsets that
/// point outside, a wrong checksum. InvalidArgument: encryption, another
/// compression. The messages name the entry; the path is for the caller to add.
absl::StatusOr<std::vector<ZipEntry>> ParseZip(absl::string_view bytes);

namespace internal {
/// With zip64's records for sizes and offsets from `limit` on, which is 2^32 -
/// 1 for others than tests.
absl::StatusOr<std::string> SerializeZip(const std::vector<ZipEntry>& entries,
                                         uint64_t limit);
}  // namespace internal

}  // namespace flow::core

#endif  // CORE_IO_ZIP_H_
