#ifndef DATASETS_TABULAR_SPLIT_H_
#define DATASETS_TABULAR_SPLIT_H_

#include <cstdint>

#include "datasets/distribution_options.h"
#include "datasets/number_table.h"

namespace flow::datasets {

/// A table is cut in order [Papamakarios17]: the last tenth of its n rows,
/// rounded down, is for the test; the last tenth of the others, rounded down,
/// for validation; what is before them is trained on.

/// With fewer rows a split is empty.
inline constexpr int64_t kFewestSplitRows = 11;
inline constexpr int64_t kFewestSplitRowsBeforeTest = 10;

/// The rows of one split.
RowRange SplitRows(int64_t rows, TabularOptions::Split split);

/// The rows that are not for the test: [0, rows - rows / 10).
RowRange RowsBeforeTest(int64_t rows);

/// The two splits of a table that holds no rows for the test. Needs another
/// split than the test.
RowRange SplitRowsBeforeTest(int64_t rows, TabularOptions::Split split);

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_SPLIT_H_
