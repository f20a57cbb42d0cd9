#ifndef CORE_IO_NPY_HEADER_H_
#define CORE_IO_NPY_HEADER_H_

/// The header of an .npy file: a Python dictionary literal of three entries,
///
///     {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::core {

struct NpyHeader {
  std::string descr;  // "<f8"
  bool fortran_order = false;
  std::vector<int64_t> shape;
};

/// The entries come in any order, with spaces anywhere. InvalidArgument for the
/// `descr` of a record, which is a list; DataLoss when the text is malformed.
absl::StatusOr<NpyHeader> ParseNpyHeader(absl::string_view text);

/// As NumPy writes it, without padding.
std::string FormatNpyHeader(const NpyHeader& header);

}  // namespace flow::core

#endif  // CORE_IO_NPY_HEADER_H_
