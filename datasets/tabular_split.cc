#include "datasets/tabular_split.h"

#include "core/base/check.h"

namespace flow::datasets {
namespace {

using Split = TabularOptions::Split;

// The rows before the last tenth. The published splits take int(0.1 * n) rows,
// in floating point: the double 0.1 is above a tenth, so that the product never
// rounds to below a whole number, and this is the same.
int64_t BeforeLastTenth(int64_t rows) { return rows - rows / 10; }

}  // namespace

RowRange RowsBeforeTest(int64_t rows) { return {0, BeforeLastTenth(rows)}; }

RowRange SplitRowsBeforeTest(int64_t rows, Split split) {
  FLOW_CHECK(split != Split::kTest) << "there are no rows for the test";
  const int64_t validation = BeforeLastTenth(rows);
  if (split == Split::kTrain) return {0, validation};
  return {validation, rows};
}

RowRange SplitRows(int64_t rows, Split split) {
  const int64_t test = BeforeLastTenth(rows);
  if (split == Split::kTest) return {test, rows};
  return SplitRowsBeforeTest(test, split);
}

}  // namespace flow::datasets
