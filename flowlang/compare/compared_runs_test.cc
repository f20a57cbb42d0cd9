#include "flowlang/compare/compared_runs.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "flowlang/compare/runs_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Names(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const ComparedLabel& label : comparison.labels) {
    names.push_back(label.name);
  }
  return names;
}

// Adds a suite of A and B, whose file has them in the other order; beside
// another one its runs carry longer labels.
void AddSuite(const std::string& name, const std::string& suffix,
              RunCollection& collection) {
  CollectedSuite suite;
  suite.name = name;
  suite.record.labels = {"B", "A"};
  suite.record.references = {{.metric = "w2",
                              .protocol = "euler100",
                              .of = "A",
                              .value = 0.5,
                              .source = "a paper"}};
  Verdict verdict;
  verdict.sentence = name;
  suite.record.verdicts = {verdict};
  suite.runs = Together(MakeRuns("A", {1, 2}), MakeRuns("B", {3, 4}));
  for (RunRecord run : suite.runs) {
    run.label += suffix;
    collection.runs.push_back(run);
  }
  collection.suites.push_back(suite);
}

TEST(CompareBySuiteTest, OneSuiteIsOneSection) {
  RunCollection collection;
  AddSuite("first", "", collection);
  ASSERT_OK_AND_ASSIGN(const auto sections, CompareBySuite(collection));
  ASSERT_EQ(sections.size(), 1u);
  EXPECT_EQ(sections[0].name, "first");
  EXPECT_EQ(sections[0].runs.size(), 4u);
  EXPECT_EQ(sections[0].verdicts.size(), 1u);
  EXPECT_THAT(Names(sections[0].comparison), ElementsAre("B", "A"));
  const ComparisonRow& row = sections[0].comparison.rows[0];
  EXPECT_THAT(row.cells[0]->references, IsEmpty());
  ASSERT_EQ(row.cells[1]->references.size(), 1u);
  EXPECT_EQ(row.cells[1]->references[0].source, "a paper");
}

TEST(CompareBySuiteTest, SeveralSuitesKeepTheirLabelsAndComeTogetherLast) {
  RunCollection collection;
  AddSuite("first", " (1)", collection);
  AddSuite("second", " (2)", collection);
  ASSERT_OK_AND_ASSIGN(const auto sections, CompareBySuite(collection));
  ASSERT_EQ(sections.size(), 3u);
  EXPECT_THAT(Names(sections[1].comparison), ElementsAre("B", "A"));
  EXPECT_EQ(sections[2].name, "");
  EXPECT_EQ(sections[2].runs.size(), 8u);
  EXPECT_EQ(sections[2].verdicts.size(), 2u);
  EXPECT_THAT(Names(sections[2].comparison),
              ElementsAre("A (1)", "B (1)", "A (2)", "B (2)"));
}

TEST(CompareBySuiteTest, RunsOfNoSuiteStandBesideIt) {
  RunCollection collection;
  AddSuite("first", "", collection);
  collection.runs = Together(collection.runs, MakeRuns("C", {5}));
  ASSERT_OK_AND_ASSIGN(const auto sections, CompareBySuite(collection));
  ASSERT_EQ(sections.size(), 2u);
  EXPECT_THAT(Names(sections[1].comparison), ElementsAre("B", "A", "C"));
}

TEST(CompareBySuiteTest, WithoutASuiteThereIsOneSection) {
  RunCollection collection;
  collection.runs = MakeRuns("A", {1, 2});
  ASSERT_OK_AND_ASSIGN(const auto sections, CompareBySuite(collection));
  ASSERT_EQ(sections.size(), 1u);
  EXPECT_EQ(sections[0].runs.size(), 2u);
}

}  // namespace
}  // namespace flow::lang
