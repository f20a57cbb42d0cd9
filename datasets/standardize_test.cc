#include "datasets/standardize.h"

#include <cmath>

#include "core/base/status_testing.h"

namespace flow::datasets {
namespace {

using ::testing::ElementsAre;

TEST(StandardizeTest, MomentsAreThoseOfTheGivenRows) {
  const NumberTable table{4, {0, 1}, {9, 9, 1, 10, 3, 40, 5, 10}};
  ASSERT_OK_AND_ASSIGN(const ColumnMoments all,
                       MomentsOfColumns(table, {1, 4}, /*ddof=*/0));
  EXPECT_THAT(all.mean, ElementsAre(3, 20));
  EXPECT_DOUBLE_EQ(all.std[0], std::sqrt(8. / 3));
  EXPECT_DOUBLE_EQ(all.std[1], std::sqrt(200));
  ASSERT_OK_AND_ASSIGN(const ColumnMoments less,
                       MomentsOfColumns(table, {1, 4}, /*ddof=*/1));
  EXPECT_DOUBLE_EQ(less.std[0], 2);
  EXPECT_DOUBLE_EQ(less.std[1], std::sqrt(300));
}

TEST(StandardizeTest, EveryRowIsStandardized) {
  NumberTable table{2, {0, 1}, {1, 2, 3, 4}};
  Standardize({{1, 0}, {2, 4}}, table);
  EXPECT_THAT(table.value, ElementsAre(0, 0.5, 1, 1));
}

// 0.1 summed up and divided is not 0.1 again; no deviation comes of that.
TEST(StandardizeTest, AConstantColumnHasNoDeviation) {
  NumberTable table{10, {4, 7}, {}};
  for (int i = 0; i < 10; ++i) {
    table.value.push_back(i);
    table.value.push_back(0.1);
  }
  EXPECT_THAT(
      MomentsOfColumns(table, table.all_rows(), /*ddof=*/0),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "the deviation of column 7 must be finite and > 0; got 0"));
}

TEST(StandardizeTest, ADeviationMustFitADouble) {
  const NumberTable table{2, {3}, {-1e200, 1e200}};
  EXPECT_THAT(
      MomentsOfColumns(table, table.all_rows(), /*ddof=*/1),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "the deviation of column 3 must be finite and > 0; got inf"));
}

}  // namespace
}  // namespace flow::datasets
