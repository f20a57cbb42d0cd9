#include "flowlang/compare/comparison_json.h"

#include <limits>

#include "core/base/status_testing.h"
#include "flowlang/compare/comparison_testing.h"
#include "flowlang/compare/runs_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using nlohmann::ordered_json;

TEST(ComparisonJsonTest, HoldsRowsAndPoints) {
  const Comparison comparison =
      *Compare(Together(MakeRuns("A", {1, 2}), MakeRuns("B", {2, 4})));
  const ordered_json object = ComparisonToJson(comparison, {});
  EXPECT_EQ(object["labels"][1]["name"], "B");
  const ordered_json& row = object["rows"][0];
  EXPECT_EQ(row["metric"], "w2");
  EXPECT_EQ(row["best"], 0);
  EXPECT_EQ(row["cells"][1]["mean"], 3.0);
  EXPECT_EQ(row["cells"][1]["points"][1]["value"], 4.0);
  EXPECT_EQ(row["cells"][1]["versus_first"]["mean"], 1.5);
  EXPECT_EQ(row["cells"][0]["versus_first"], nullptr);
}

TEST(ComparisonJsonTest, WhatIsNotANumberIsNull) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const ordered_json object =
      ComparisonToJson(*Compare(MakeRuns("A", {1, nan})), {});
  const ordered_json& cell = object["rows"][0]["cells"][0];
  EXPECT_EQ(cell["mean"], nullptr);
  EXPECT_EQ(cell["interval"], nullptr);
  EXPECT_EQ(cell["points"][1]["value"], nullptr);
}

TEST(ComparisonJsonTest, OrderAndVerdictsComeBack) {
  const Comparison comparison =
      *Compare(Together(MakeRuns("B", {1, 2}), MakeRuns("A", {2, 4})));
  Expectation expectation;
  expectation.metric = "w2";
  expectation.of = "A";
  expectation.below = 3;
  ASSERT_OK_AND_ASSIGN(const Verdict verdict,
                       EvaluateExpectation(expectation, comparison));
  ASSERT_OK_AND_ASSIGN(
      const SuiteRecord record,
      ParseSuiteRecord(RenderComparisonJson(comparison, {verdict}), "x"));
  EXPECT_THAT(record.labels, testing::ElementsAre("B", "A"));
  ASSERT_EQ(record.verdicts.size(), 1);
  const Verdict& read = record.verdicts[0];
  EXPECT_EQ(read.met, verdict.met);
  EXPECT_EQ(read.decided, verdict.decided);
  EXPECT_EQ(read.claim, verdict.claim);
  EXPECT_EQ(read.sentence, verdict.sentence);
  EXPECT_EQ(read.seeds, 2);
  EXPECT_EQ(read.estimate, verdict.estimate);
  EXPECT_EQ(read.bound, verdict.bound);
  EXPECT_EQ(read.limit, 3);
  EXPECT_EQ(read.bootstrap->high, verdict.bootstrap->high);
  EXPECT_EQ(read.sign_test_p, verdict.sign_test_p);
}

TEST(ComparisonJsonTest, PublishedValuesComeBack) {
  ASSERT_OK_AND_ASSIGN(
      const SuiteRecord record,
      ParseSuiteRecord(RenderComparisonJson(WithReferences(), {}), "x"));
  ASSERT_EQ(record.references.size(), 2);
  const Reference& paper = record.references[0];
  EXPECT_EQ(paper.metric, "w2");
  EXPECT_EQ(paper.protocol, "euler100");
  EXPECT_EQ(paper.of, "OT-CFM");
  EXPECT_EQ(paper.value, 0.3);
  EXPECT_EQ(paper.deviation, 0.04);
  EXPECT_EQ(paper.source, "a paper, table 2");
  EXPECT_EQ(paper.tag, "paper");
  EXPECT_FALSE(record.references[1].deviation);
}

}  // namespace
}  // namespace flow::lang
