#ifndef CORE_OT_MATCHING_H_
#define CORE_OT_MATCHING_H_

#include <cstdint>
#include <utility>
#include <vector>

namespace flow::core {

/// Pairs of rows and columns, each in at most one pair. Not thread-safe.
class Matching {
 public:
  static constexpr int32_t kFree = -1;

  explicit Matching(int32_t size)
      : column_of_row_(size, kFree), row_of_column_(size, kFree) {}

  int32_t ColumnOf(int32_t row) const { return column_of_row_[row]; }
  int32_t RowOf(int32_t column) const { return row_of_column_[column]; }

  /// Pairs the two; whoever either was paired with becomes free. Returns the
  /// row that held the column, kFree if none did.
  int32_t Pair(int32_t row, int32_t column) {
    FreeRow(row);
    const int32_t displaced = row_of_column_[column];
    if (displaced != kFree) column_of_row_[displaced] = kFree;
    column_of_row_[row] = column;
    row_of_column_[column] = row;
    return displaced;
  }

  void FreeRow(int32_t row) {
    const int32_t column = std::exchange(column_of_row_[row], kFree);
    if (column != kFree) row_of_column_[column] = kFree;
  }

 private:
  std::vector<int32_t> column_of_row_;
  std::vector<int32_t> row_of_column_;
};

}  // namespace flow::core

#endif  // CORE_OT_MATCHING_H_
