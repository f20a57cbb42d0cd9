#ifndef DATASETS_KEEP_COLUMNS_H_
#define DATASETS_KEEP_COLUMNS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "datasets/number_table.h"

namespace flow::datasets {

/// Columns are given by their place in the table, from 0 and in order.

/// The other columns go.
void KeepColumns(absl::Span<const int64_t> kept, NumberTable& table);

/// What is left when, as long as two columns have a correlation above `most`,
/// the first of the table's columns that is one of such two goes. The
/// correlation is Pearson's, with its sign: columns that run against each other
/// stay, and so do constant ones, which have none.
std::vector<int64_t> ColumnsNotCorrelated(const NumberTable& table,
                                          double most);

/// The columns whose smallest value in these rows comes there at most so many
/// times.
std::vector<int64_t> ColumnsNotRepeating(const NumberTable& table,
                                         RowRange rows, int64_t most);

}  // namespace flow::datasets

#endif  // DATASETS_KEEP_COLUMNS_H_
