#include "flowlang/compare/baseline.h"

#include <string>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/runs_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kKept = std::string("A") + kBaselineSuffix;

std::vector<Verdict> Check(const std::vector<RunRecord>& runs) {
  return CheckAgainstBaseline(*Compare(runs), 0.95).value();
}

TEST(BaselineTest, WhatHasNotChangedIsNoWorse) {
  const auto verdicts =
      Check(Together(MakeRuns("A", {1, 2, 3}), MakeRuns(kKept, {1, 2, 3})));
  ASSERT_EQ(verdicts.size(), 1);
  EXPECT_TRUE(verdicts[0].met);
  EXPECT_EQ(verdicts[0].sentence,
            "w2 (euler100): expected A no worse than its baseline; it has "
            "changed by +0 over 3 seeds: no worse as far as they tell (p = 1 "
            "among all)");
}

TEST(BaselineTest, WhatIsWorseByMoreThanItsNoiseFails) {
  const auto verdicts = Check(
      Together(MakeRuns("A", {1.11, 2.1, 3.09}), MakeRuns(kKept, {1, 2, 3})));
  EXPECT_FALSE(verdicts[0].met);
  EXPECT_THAT(verdicts[0].sentence,
              HasSubstr("it has changed by +0.1 over 3 seeds: worse (p = "));
  // better is no failure, and neither is what the noise covers
  EXPECT_TRUE(Check(Together(MakeRuns("A", {0.89, 1.9, 2.91}),
                             MakeRuns(kKept, {1, 2, 3})))[0]
                  .met);
  EXPECT_TRUE(Check(Together(MakeRuns("A", {1.5, 1.9, 2.9}),
                             MakeRuns(kKept, {1, 2, 3})))[0]
                  .met);
}

TEST(BaselineTest, WhereMoreIsBetterLessIsWorse) {
  const auto verdicts =
      Check(Together(MakeRuns("A", {0.89, 1.9, 2.91}, "recall", false),
                     MakeRuns(kKept, {1, 2, 3}, "recall", false)));
  EXPECT_FALSE(verdicts[0].met);
}

TEST(BaselineTest, NothingLeavesSilently) {
  auto runs = Together(MakeRuns("A", {1, 2, 3}, "mmd"),
                       MakeRuns(kKept, {1, 2, 3}, "w2"));
  const auto lost = Check(runs);
  ASSERT_EQ(lost.size(), 1);
  EXPECT_FALSE(lost[0].met);
  EXPECT_THAT(lost[0].sentence, HasSubstr("no run of A has it any more"));
  // one seed cannot tell
  EXPECT_FALSE(
      Check(Together(MakeRuns("A", {1}), MakeRuns(kKept, {1})))[0].met);
  EXPECT_THAT(
      CheckAgainstBaseline(*Compare(MakeRuns("A", {1, 2})), 0.95).status(),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no label")));
}

// What a label scores in a metric over five seeds.
Cell FreshCell(RowRandom& random) {
  Cell cell;
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    SeedValue point;
    point.seed = seed;
    point.value = random.Normal();
    cell.points.push_back(point);
  }
  return cell;
}

// Ten metrics of a change that does nothing, with fresh noise: by themselves
// one in twenty would be worse. 200 checks have a standard error of 0.0154;
// four are exceeded once in 3e4.
TEST(BaselineTest, AChangeThatDoesNothingFailsAtTheStatedRateAtMost) {
  constexpr int kTrials = 200;
  int failed = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    RowRandom random(23, trial);
    Comparison comparison;
    comparison.labels = {{"A", {1, 2, 3, 4, 5}}, {kKept, {1, 2, 3, 4, 5}}};
    for (int m = 0; m < 10; ++m) {
      ComparisonRow row;
      row.metric = "m" + std::to_string(m);
      row.protocol = "p";
      row.cells = {FreshCell(random), FreshCell(random)};
      comparison.rows.push_back(std::move(row));
    }
    failed += !AllMet(*CheckAgainstBaseline(comparison, 0.95));
  }
  EXPECT_LT(static_cast<double>(failed) / kTrials, 0.05 + 4 * 0.0154);
}

TEST(BaselineTest, IsReadFromWhatAComparisonWrote) {
  const auto runs = Together(MakeRuns("A", {1, 2, 3}),
                             MakeRuns("B", {4, 5, 6}, "recall", false));
  const std::string file = JoinPath(testing::TempDir(), "comparison.json");
  ASSERT_OK(
      WriteFileAtomically(file, RenderComparisonJson(*Compare(runs), {})));
  for (const std::string& path : {file, std::string(testing::TempDir())}) {
    ASSERT_OK_AND_ASSIGN(const std::vector<RunRecord> read, LoadBaseline(path));
    ASSERT_EQ(read.size(), 6);
    for (size_t i = 0; i < read.size(); ++i) {
      EXPECT_EQ(read[i].label, runs[i].label);
      EXPECT_EQ(read[i].seed, runs[i].seed);
      ASSERT_EQ(read[i].metrics.size(), 1);
      const RunMetric& metric = read[i].metrics[0];
      EXPECT_EQ(metric.name, runs[i].metrics[0].name);
      EXPECT_EQ(metric.protocol, "euler100");
      EXPECT_EQ(metric.value, runs[i].metrics[0].value);
      EXPECT_EQ(metric.lower_is_better, runs[i].metrics[0].lower_is_better);
    }
  }
  EXPECT_THAT(LoadBaseline(JoinPath(testing::TempDir(), "absent")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent")));
}

}  // namespace
}  // namespace flow::lang
