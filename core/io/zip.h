#ifndef CORE_IO_ZIP_H_
#define CORE_IO_ZIP_H_

/// Zip archives in memory, as far as .npz files need them (PKWARE's APPNOTE
/// 6.3.3). Entries are written stored, with a fixed time stamp, so that equal
/// contents give equal bytes; stored and deflated entries are read, through the
/// central directory. No zip64: an archive is smaller than 4 GiB and has fewer
/// than 65535 entries. Thread-safe.

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

/// InvalidArgument when a name comes twice or the archive would need zip64.
absl::StatusOr<std::string> SerializeZip(const std::vector<ZipEntry>& entries);

/// In the directory's order. DataLoss: truncated, no zip archive, offsets that
/// point outside, a wrong checksum. InvalidArgument: zip64, encryption, another
/// compression. The messages name the entry; the path is for the caller to add.
absl::StatusOr<std::vector<ZipEntry>> ParseZip(absl::string_view bytes);

}  // namespace flow::core

#endif  // CORE_IO_ZIP_H_
