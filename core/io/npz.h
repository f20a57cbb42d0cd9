#ifndef CORE_IO_NPZ_H_
#define CORE_IO_NPZ_H_

/// NumPy's .npz files: a zip archive of one .npy file per named array.
///
///     WriteNpz("samples.npz", {{"source", x}, {"target", y}});
///     numpy.load("samples.npz")["source"]
///
/// Equal arrays give equal bytes, whenever they are written. Errors name the
/// path, and the array where it is one array's fault; codes as in npy.h and
/// zip.h. Thread-safe for distinct paths.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/io/array.h"

namespace flow::core {

/// Arrays in the order of the file, each after its name.
using NpzArrays = std::vector<std::pair<std::string, Array>>;

/// InvalidArgument when a name comes twice.
absl::StatusOr<std::string> SerializeNpz(const NpzArrays& arrays);

absl::StatusOr<NpzArrays> ParseNpz(absl::string_view bytes,
                                   const std::string& path);

/// Writes atomically: a reader sees the old file or the new.
absl::Status WriteNpz(const std::string& path, const NpzArrays& arrays);

absl::StatusOr<NpzArrays> ReadNpz(const std::string& path);

}  // namespace flow::core

#endif  // CORE_IO_NPZ_H_
