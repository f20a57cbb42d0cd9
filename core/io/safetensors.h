#ifndef CORE_IO_SAFETENSORS_H_
#define CORE_IO_SAFETENSORS_H_

/// Named arrays in the safetensors format, which Python's safetensors package
/// reads and writes too: the length of the header in 8 bytes, a JSON header
///
///     {"__metadata__": {"crc32c": "e3069283"},
///      "layers.0.weight": {"dtype": "F32", "shape": [64, 3],
///                          "data_offsets": [0, 768]}}
///
/// padded with spaces to a multiple of 8, then the arrays' bytes without gaps.
/// The larger items lie first, so that every array is aligned in a mapped file;
/// the order of the arrays is that of the header. Equal contents give equal
/// bytes.
///
/// Writing adds the metadata entry "crc32c", the checksum of the data section
/// as 8 hexadecimal digits; reading checks it and takes it out again. A file
/// without it, such as Python's, loads unchecked.

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/io/array.h"

namespace flow::core {

struct NamedArray {
  std::string name;
  Array array;

  bool operator==(const NamedArray&) const = default;
};

using Metadata = std::map<std::string, std::string>;

struct Safetensors {
  std::vector<NamedArray> arrays;
  Metadata metadata;

  bool operator==(const Safetensors&) const = default;
};

struct SafetensorsView {
  std::vector<ArrayView> arrays;
  Metadata metadata;
};

/// The names are distinct UTF-8, none is "__metadata__"; `metadata` has no
/// "crc32c".
std::string SerializeSafetensors(const std::vector<NamedArray>& arrays,
                                 const Metadata& metadata);

/// Errors name the path. DataLoss: truncated, a malformed header, offsets that
/// overlap, leave gaps or point outside, a wrong checksum. InvalidArgument: a
/// dtype that Array does not hold. Thread-safe.
absl::StatusOr<Safetensors> ParseSafetensors(absl::string_view bytes,
                                             const std::string& path);

/// The same without a copy: the views point into `bytes`, such as those of a
/// mapped file, where each array of a file that was written here is aligned to
/// its items.
absl::StatusOr<SafetensorsView> ViewSafetensors(absl::string_view bytes,
                                                const std::string& path);

/// Writes atomically: a reader sees the old file or the new.
absl::Status WriteSafetensors(const std::string& path,
                              const std::vector<NamedArray>& arrays,
                              const Metadata& metadata);

absl::StatusOr<Safetensors> ReadSafetensors(const std::string& path);

}  // namespace flow::core

#endif  // CORE_IO_SAFETENSORS_H_
