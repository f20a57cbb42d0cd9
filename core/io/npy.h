#ifndef CORE_IO_NPY_H_
#define CORE_IO_NPY_H_

/// NumPy's .npy files, one array each: versions 1.0 to 3.0 are read, 1.0 is
/// written, with the bytes that numpy.save gives.
///
/// Errors name the path. InvalidArgument: no npy file, or an array that this
/// program does not hold (Fortran order, big-endian, objects, records, another
/// dtype). DataLoss: truncated, or a header that makes no sense. Thread-safe.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/io/array.h"

namespace flow::core {

/// The array in place: its bytes are those of `bytes`.
absl::StatusOr<ArrayView> ViewNpy(absl::string_view bytes,
                                  const std::string& path);

absl::StatusOr<Array> ParseNpy(absl::string_view bytes,
                               const std::string& path);

absl::StatusOr<Array> ReadNpy(const std::string& path);

std::string SerializeNpy(const Array& array);

}  // namespace flow::core

#endif  // CORE_IO_NPY_H_
