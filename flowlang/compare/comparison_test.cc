#include "flowlang/compare/comparison.h"

#include <cmath>
#include <limits>

#include "core/base/status_testing.h"
#include "flowlang/compare/runs_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(CompareTest, SummarizesOverSeeds) {
  ASSERT_OK_AND_ASSIGN(const Comparison comparison,
                       Compare(MakeRuns("A", {1, 2, 3})));
  ASSERT_EQ(comparison.labels.size(), 1);
  EXPECT_THAT(comparison.labels[0].seeds, ElementsAre(1, 2, 3));
  ASSERT_EQ(comparison.rows.size(), 1);
  const ComparisonRow& row = comparison.rows[0];
  EXPECT_DOUBLE_EQ(*row.floor, 0.1);
  EXPECT_EQ(row.best, std::nullopt);  // nothing to be better than
  EXPECT_DOUBLE_EQ(row.cells[0]->mean, 2);
  EXPECT_DOUBLE_EQ(*row.cells[0]->deviation, 1);
  EXPECT_LE(1, row.cells[0]->interval->low);
  EXPECT_LT(row.cells[0]->interval->low, 2);
  EXPECT_FALSE(row.cells[0]->versus_first.has_value());
}

TEST(CompareTest, NumbersOfUnequalFeaturesHaveRowsOfTheirOwn) {
  std::vector<RunRecord> a = MakeRuns("A", {1}, "fid");
  std::vector<RunRecord> b = MakeRuns("B", {2}, "fid");
  a[0].metrics[0].features = b[0].metrics[0].features = "mine";
  ASSERT_OK_AND_ASSIGN(const Comparison together, Compare(Together(a, b)));
  ASSERT_EQ(together.rows.size(), 1);
  EXPECT_EQ(together.rows[0].features, "mine");
  EXPECT_TRUE(together.rows[0].best.has_value());
  b[0].metrics[0].features = "yours";
  ASSERT_OK_AND_ASSIGN(const Comparison apart, Compare(Together(a, b)));
  ASSERT_EQ(apart.rows.size(), 2);
  EXPECT_EQ(apart.rows[1].features, "yours");
  EXPECT_FALSE(apart.rows[0].best.has_value());
  EXPECT_FALSE(apart.rows[1].cells[0].has_value());
}

TEST(CompareTest, PairsBySeedNotByPosition) {
  std::vector<RunRecord> b = MakeRuns("B", {1.5, 2.5, 3.5, 9});
  std::swap(b[0], b[2]);
  ASSERT_OK_AND_ASSIGN(const Comparison comparison,
                       Compare(Together(MakeRuns("A", {1, 2, 3}), b)));
  const PairedDifference& paired = *comparison.rows[0].cells[1]->versus_first;
  EXPECT_EQ(paired.n, 3);  // seed 4 has no partner
  EXPECT_DOUBLE_EQ(paired.mean, 0.5);
  EXPECT_DOUBLE_EQ(paired.student->low, 0.5);
  EXPECT_DOUBLE_EQ(paired.student->high, 0.5);
}

TEST(CompareTest, TheBestFollowsTheMetricsDirection) {
  const auto best = [](bool lower_is_better) {
    return *Compare(Together(MakeRuns("A", {1, 2}, "m", lower_is_better),
                             MakeRuns("B", {3, 4}, "m", lower_is_better)))
                ->rows[0]
                .best;
  };
  EXPECT_EQ(best(true), 0);
  EXPECT_EQ(best(false), 1);
}

TEST(CompareTest, OneSeedHasNoDeviationAndNoInterval) {
  ASSERT_OK_AND_ASSIGN(const Comparison comparison,
                       Compare(MakeRuns("A", {1})));
  EXPECT_FALSE(comparison.rows[0].cells[0]->deviation.has_value());
  EXPECT_FALSE(comparison.rows[0].cells[0]->interval.has_value());
}

TEST(CompareTest, AValueThatIsNotANumberIsNotLeftOut) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  ASSERT_OK_AND_ASSIGN(
      const Comparison comparison,
      Compare(Together(MakeRuns("A", {1, nan}), MakeRuns("B", {5, 6}))));
  EXPECT_TRUE(std::isnan(comparison.rows[0].cells[0]->mean));
  EXPECT_EQ(comparison.rows[0].best, std::nullopt);
}

TEST(CompareTest, LabelsFollowTheGivenOrderThenTheRuns) {
  std::vector<RunRecord> runs =
      Together(MakeRuns("C", {1}), MakeRuns("A", {1}));
  runs = Together(runs, MakeRuns("B", {1}));
  ASSERT_OK_AND_ASSIGN(const Comparison comparison,
                       Compare(runs, {.label_order = {"B", "unknown"}}));
  ASSERT_EQ(comparison.labels.size(), 3);
  EXPECT_EQ(comparison.labels[0].name, "B");
  EXPECT_EQ(comparison.labels[1].name, "C");
  EXPECT_EQ(comparison.labels[2].name, "A");
}

TEST(CompareTest, RowsOfAProtocolStayTogether) {
  RunRecord run = MakeRuns("A", {1})[0];
  RunMetric metric = run.metrics[0];
  metric.protocol = "heun20";
  run.metrics.push_back(metric);
  metric.protocol = "euler100";
  metric.name = "npe";
  run.metrics.push_back(metric);
  ASSERT_OK_AND_ASSIGN(const Comparison comparison, Compare({run}));
  ASSERT_EQ(comparison.rows.size(), 3);
  EXPECT_EQ(comparison.rows[0].metric, "w2");
  EXPECT_EQ(comparison.rows[1].metric, "npe");
  EXPECT_EQ(comparison.rows[2].protocol, "heun20");
}

TEST(CompareTest, TheSameSeedTwiceIsRefused) {
  const std::vector<RunRecord> runs = MakeRuns("A", {1});
  EXPECT_THAT(
      Compare(Together(runs, runs)),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("two runs are 'A' with seed 1: out/A/seed-1")));
}

TEST(CompareTest, AMetricWithTwoDirectionsIsRefused) {
  EXPECT_THAT(Compare(Together(MakeRuns("A", {1}, "m", true),
                               MakeRuns("B", {1}, "m", false))),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("whether a lower 'm' is better")));
}

}  // namespace
}  // namespace flow::lang
