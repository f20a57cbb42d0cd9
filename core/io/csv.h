#ifndef CORE_IO_CSV_H_
#define CORE_IO_CSV_H_

/// Tables of numbers as comma-separated text.
///
///     x,y
///     0.5, -1e-3
///
/// A first row with any cell that is no number is a header; without one the
/// columns are called "0", "1", …. Spaces and tabs around a cell do not count;
/// a cell may stand in double quotes, with "" for a quote inside, on one line.
/// Windows line ends, a byte order mark and blank lines at the end are fine.
/// Numbers have a decimal point whatever the locale.
///
/// The first mistake is InvalidArgument, "path:line:column: …", with the
/// 1-based line and the 1-based column, in bytes, of the cell: no number, not
/// finite, an empty cell, a row of another length than the first, a column's
/// name that comes twice, an unfinished quote, an empty file. Thread-safe.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::core {

struct CsvTable {
  std::vector<std::string> columns;
  int64_t rows = 0;            // without the header; may be 0
  std::vector<double> values;  // [rows, columns], row-major
};

absl::StatusOr<CsvTable> ParseCsv(absl::string_view text,
                                  const std::string& path);

absl::StatusOr<CsvTable> ReadCsv(const std::string& path);

}  // namespace flow::core

#endif  // CORE_IO_CSV_H_
