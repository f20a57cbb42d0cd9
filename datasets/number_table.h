#ifndef DATASETS_NUMBER_TABLE_H_
#define DATASETS_NUMBER_TABLE_H_

#include <cstdint>
#include <vector>

namespace flow::datasets {

/// Rows [begin, end) of a table.
struct RowRange {
  int64_t begin = 0;
  int64_t end = 0;

  int64_t size() const { return end - begin; }
  bool operator==(const RowRange&) const = default;
};

/// Numbers as a file has them, before they are prepared to become points.
struct NumberTable {
  int64_t rows = 0;
  std::vector<int64_t> column;  // which of the file's each one is, from 0
  std::vector<double> value;    // [rows, columns], row-major

  int64_t columns() const { return std::ssize(column); }
  RowRange all_rows() const { return {0, rows}; }
};

}  // namespace flow::datasets

#endif  // DATASETS_NUMBER_TABLE_H_
