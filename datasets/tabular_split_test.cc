#include "datasets/tabular_split.h"

#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

using Split = TabularOptions::Split;

void ExpectSizes(int64_t rows, int64_t train, int64_t validation,
                 int64_t test) {
  EXPECT_EQ(SplitRows(rows, Split::kTrain), (RowRange{0, train}));
  EXPECT_EQ(SplitRows(rows, Split::kValidation),
            (RowRange{train, train + validation}));
  EXPECT_EQ(SplitRows(rows, Split::kTest), (RowRange{rows - test, rows}));
  EXPECT_EQ(RowsBeforeTest(rows), (RowRange{0, train + validation}));
  EXPECT_EQ(train + validation + test, rows);
}

TEST(TabularSplitTest, HasThePublishedSizes) {
  ExpectSizes(2049280, 1659917, 184435, 204928);  // POWER
  ExpectSizes(1052065, 852174, 94685, 105206);    // GAS
  ExpectSizes(36488, 29556, 3284, 3648);          // MINIBOONE
  // HEPMASS, whose test rows are in another file
  EXPECT_EQ(SplitRowsBeforeTest(350136, Split::kTrain), (RowRange{0, 315123}));
  EXPECT_EQ(SplitRowsBeforeTest(350136, Split::kValidation),
            (RowRange{315123, 315123 + 35013}));
}

TEST(TabularSplitTest, NoSplitIsEmptyFromTheFewestRowsOn) {
  ExpectSizes(kFewestSplitRows, 9, 1, 1);
  EXPECT_EQ(SplitRows(kFewestSplitRows - 1, Split::kValidation).size(), 0);
  EXPECT_EQ(SplitRowsBeforeTest(kFewestSplitRowsBeforeTest, Split::kValidation),
            (RowRange{9, 10}));
  EXPECT_EQ(
      SplitRowsBeforeTest(kFewestSplitRowsBeforeTest - 1, Split::kValidation)
          .size(),
      0);
}

// The published splits take int(0.1 * n) rows.
TEST(TabularSplitTest, ATenthIsThatOfFloatingPoint) {
  for (int64_t rows = 0; rows < 3000000; rows += 10) {
    ASSERT_EQ(SplitRows(rows, Split::kTest).size(),
              static_cast<int64_t>(0.1 * rows));
    ASSERT_EQ(SplitRows(rows + 9, Split::kTest).size(),
              static_cast<int64_t>(0.1 * (rows + 9)));
  }
}

}  // namespace
}  // namespace flow::datasets
