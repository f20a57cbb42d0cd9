#include "flowlang/compare/table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "flowlang/compare/comparison_testing.h"
#include "flowlang/compare/text_grid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::HasSubstr;
using testing::Not;

int LongestLine(const std::string& text) {
  int longest = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    longest = std::max(longest, DisplayWidth(line));
  }
  return longest;
}

TEST(RenderTableTest, ShowsMeansIntervalsFloorAndTheBest) {
  const std::string table = RenderTable(TwoMethods(), {});
  EXPECT_THAT(table, HasSubstr("euler100"));
  EXPECT_THAT(table, HasSubstr("0.310 ± 0.020  "));
  EXPECT_THAT(table, HasSubstr("0.220 ± 0.026 *"));
  EXPECT_THAT(table, HasSubstr("w2 ↓      0.1000"));
  EXPECT_THAT(table, HasSubstr("n = 3"));
  EXPECT_THAT(table, HasSubstr("["));
  EXPECT_THAT(table, HasSubstr("paired difference to I-CFM"));
  EXPECT_THAT(table, HasSubstr("-0.090 ± 0.025"));
}

TEST(RenderTableTest, SaysWhatMadeTheFeatures) {
  std::vector<RunRecord> runs = MakeRuns("A", {1}, "fid");
  runs[0].metrics[0].features = "mine, 32 features";
  const Comparison comparison = *Compare(runs);
  EXPECT_THAT(RenderTable(comparison, {}, 80),
              testing::HasSubstr("features of fid: mine, 32 features\n"));
}

TEST(RenderTableTest, FitsTheTerminal) {
  std::vector<RunRecord> runs;
  for (int batch : {64, 128, 256, 512}) {
    for (const char* rate : {"1e-3", "3e-3"}) {
      const std::string label =
          absl::StrCat("OT-CFM,train.batch=", batch,
                       ",train.optimizer.adamw.learning_rate=", rate);
      runs = Together(runs, MakeRuns(label, {0.3, 0.4}, "worst_client_w2"));
    }
  }
  const std::string table = RenderTable(*Compare(runs), {Unmet()});
  EXPECT_LE(LongestLine(table), 80);
  EXPECT_THAT(table, HasSubstr("learning_rate=3e-3"));
}

TEST(RenderTableTest, OneRunHasNoSpreadNoStarAndNoDifferences) {
  const std::string table = RenderTable(*Compare(MakeRuns("A", {0.5})), {});
  EXPECT_THAT(table, HasSubstr("0.5000\n"));
  EXPECT_THAT(table, Not(HasSubstr(" *\n")));
  EXPECT_THAT(table, Not(HasSubstr("paired difference")));
}

TEST(RenderTableTest, AMetricThatOneLabelLacksIsADash) {
  const Comparison comparison = *Compare(
      Together(MakeRuns("A", {1, 2}), MakeRuns("B", {1, 2}, "recall", false)));
  const std::string table = RenderTable(comparison, {});
  EXPECT_THAT(table, HasSubstr("recall ↑"));
  EXPECT_THAT(table, HasSubstr("-\n"));
}

TEST(RenderTableTest, VerdictsLeadWithTheirOutcome) {
  Verdict met;
  met.met = met.decided = true;
  met.sentence = "fine";
  Verdict undecided;
  undecided.sentence = "one seed";
  const std::string table =
      RenderTable(TwoMethods(), {met, Unmet(), undecided});
  EXPECT_THAT(table, HasSubstr("\nmet       fine\n"));
  EXPECT_THAT(table, HasSubstr("\nNOT MET   w2 (euler100): expected"));
  EXPECT_THAT(table, HasSubstr("\nUNDECIDED one seed\n"));
  EXPECT_LE(LongestLine(table), 80);
}

TEST(RenderTableTest, PublishedValuesStandBelowOurs) {
  const std::string table = RenderTable(WithReferences(), {});
  EXPECT_THAT(table, HasSubstr("published [1]"));
  EXPECT_THAT(table, HasSubstr("0.300 ± 0.040\n"));
  EXPECT_THAT(table, HasSubstr("ours -2.0 sd\n")) << "0.22 and 0.3 by 0.04";
  EXPECT_THAT(table, HasSubstr("published [2]"));
  EXPECT_THAT(table, HasSubstr(" 0.2500\n")) << "no deviation, no distance";
  EXPECT_THAT(table, HasSubstr("\n[1] a paper, table 2 (paper)\n"
                               "[2] a repository (code)\n"));
  EXPECT_THAT(RenderTable(TwoMethods(), {}), Not(HasSubstr("published")));
  EXPECT_LE(LongestLine(table), 80);
}

}  // namespace
}  // namespace flow::lang
