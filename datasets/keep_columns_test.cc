#include "datasets/keep_columns.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

using ::testing::ElementsAre;

// The table with these columns, which are the file's 10, 11, ….
NumberTable FromColumns(const std::vector<std::vector<double>>& columns) {
  NumberTable table{.rows = std::ssize(columns[0])};
  for (int64_t d = 0; d < std::ssize(columns); ++d) {
    table.column.push_back(10 + d);
  }
  for (int64_t i = 0; i < table.rows; ++i) {
    for (const auto& column : columns) table.value.push_back(column[i]);
  }
  return table;
}

TEST(KeepColumnsTest, OthersGo) {
  NumberTable table = FromColumns({{1, 2}, {3, 4}, {5, 6}, {7, 8}});
  KeepColumns({1, 3}, table);
  EXPECT_EQ(table.rows, 2);
  EXPECT_THAT(table.column, ElementsAre(11, 13));
  EXPECT_THAT(table.value, ElementsAre(3, 7, 4, 8));
  KeepColumns({1}, table);
  EXPECT_THAT(table.column, ElementsAre(13));
  EXPECT_THAT(table.value, ElementsAre(7, 8));
}

TEST(KeepColumnsTest, TheFirstOfTwoCorrelatedColumnsGoes) {
  // 0 and 2 lie on a line, and so do 1 and 4
  EXPECT_THAT(ColumnsNotCorrelated(FromColumns({{1, 2, 3, 4},
                                                {0, 5, 0, 5},
                                                {-2, 0, 2, 4},
                                                {1, 0, 0, 1},
                                                {7, 8, 7, 8}}),
                                   0.98),
              ElementsAre(2, 3, 4));
}

// Neighbours in the chain a, b, c correlate, its ends do not: once a is gone, b
// still has c.
TEST(KeepColumnsTest, ColumnsGoOneAtATime) {
  const NumberTable chain =
      FromColumns({{1, 0, -1, 0}, {1, 0.7, -1, -0.7}, {0.2, 1, -0.2, -1}});
  // a . b = 0.819, b . c = 0.723, a . c = 0.196
  EXPECT_THAT(ColumnsNotCorrelated(chain, 0.7), ElementsAre(2));
  EXPECT_THAT(ColumnsNotCorrelated(chain, 0.8), ElementsAre(1, 2));
  // the middle first: without it nothing is wrong with the ends
  const NumberTable middle_first =
      FromColumns({{1, 0.7, -1, -0.7}, {1, 0, -1, 0}, {0.2, 1, -0.2, -1}});
  EXPECT_THAT(ColumnsNotCorrelated(middle_first, 0.7), ElementsAre(1, 2));
}

TEST(KeepColumnsTest, TheSignOfACorrelationCounts) {
  EXPECT_THAT(ColumnsNotCorrelated(
                  FromColumns({{1, 2, 3}, {3, 2, 1}, {4, 4, 4}}), 0.98),
              ElementsAre(0, 1, 2));
}

TEST(KeepColumnsTest, OnlyTheSmallestValueMayNotRepeat) {
  const NumberTable table = FromColumns({{1, 1, 1, 2, 9},  // three times
                                         {5, 1, 1, 3, 1},  // found later
                                         {2, 1, 2, 2, 2},  // not the smallest
                                         {-3, 7, -3, 8, 9}});  // twice
  EXPECT_THAT(ColumnsNotRepeating(table, table.all_rows(), 2),
              ElementsAre(2, 3));
  EXPECT_THAT(ColumnsNotRepeating(table, table.all_rows(), 3),
              ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(ColumnsNotRepeating(table, {2, 5}, 1), ElementsAre(0, 3));
}

}  // namespace
}  // namespace flow::datasets
