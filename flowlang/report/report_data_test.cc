#include "flowlang/report/report_data.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "flowlang/compare/compared_runs.h"
#include "flowlang/compare/run_collection.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::HasSubstr;

std::string Root() {
  return JoinPath(
      testing::TempDir(),
      testing::UnitTest::GetInstance()->current_test_info()->name());
}

std::string WriteRun(const std::string& label, int seed) {
  const std::string folder = absl::StrCat(Root(), "/", label, "/seed-", seed);
  EXPECT_OK(MakeDirectories(JoinPath(folder, "samples")));
  EXPECT_OK(WriteFileAtomically(
      JoinPath(folder, "result.json"),
      absl::StrCat(R"({"experiment": "moons", "seed": )", seed,
                   R"(, "metrics": [{"name": "w2", "value": 0.5}]})")));
  return folder;
}

// The page of everything below the test's folder.
absl::StatusOr<ReportData> Load(const std::string& title) {
  FLOW_ASSIGN_OR_RETURN(const RunCollection runs, CollectRuns({Root()}));
  FLOW_ASSIGN_OR_RETURN(std::vector<ComparedRuns> sections,
                        CompareBySuite(runs));
  return LoadReportData(std::move(sections), title);
}

TEST(LoadReportDataTest, GathersWhatLiesBesideTheResult) {
  const std::string folder = WriteRun("A", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "plan.textproto"), "seed: 1"));
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "metrics.jsonl"),
                                "{\"step\": 1, \"loss\": 2}\n"));
  ASSERT_OK(
      core::WriteNpz(JoinPath(folder, "samples/euler100.npz"),
                     {{"generated", core::MakeArray<float>({1, 2}, {3, 4})}}));
  ASSERT_OK_AND_ASSIGN(const ReportData data, Load(""));
  EXPECT_EQ(data.title, "moons");
  ASSERT_EQ(data.runs.size(), 1);
  EXPECT_EQ(data.runs[0].plan, "seed: 1");
  EXPECT_EQ(data.runs[0].losses.size(), 1);
  ASSERT_EQ(data.runs[0].samples.size(), 1);
  EXPECT_EQ(data.runs[0].samples[0].protocol, "euler100");
  ASSERT_EQ(data.sections.size(), 1);
  EXPECT_EQ(data.sections[0].compared.comparison.rows.size(), 1);
}

TEST(LoadReportDataTest, AResultAloneSuffices) {
  WriteRun("A", 1);
  ASSERT_OK_AND_ASSIGN(const ReportData data, Load("mine"));
  EXPECT_EQ(data.title, "mine");
  EXPECT_TRUE(data.runs[0].samples.empty());
}

TEST(LoadReportDataTest, AFederationsClientsAndBytesStandBesideARunWithout) {
  const std::string folder = WriteRun("A", 1);
  WriteRun("B", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "result.json"), R"({"seed": 1,
          "metrics": [{"name": "worst_client_w2", "value": 2,
                       "by_client": [2, null]}],
          "communication": {"flow": {"bytes_up": 12}}})"));
  ASSERT_OK_AND_ASSIGN(const ReportData data, Load(""));
  ASSERT_EQ(data.runs.size(), 2);
  const RunRecord& federated = data.runs[0].record;
  ASSERT_EQ(federated.metrics[0].by_client.size(), 2);
  EXPECT_EQ(federated.metrics[0].by_client[0], 2);
  EXPECT_TRUE(std::isnan(federated.metrics[0].by_client[1]));
  EXPECT_EQ(federated.communication["flow"]["bytes_up"], 12);
  EXPECT_TRUE(data.runs[1].record.metrics[0].by_client.empty());
  EXPECT_TRUE(data.runs[1].record.communication.empty());
}

TEST(LoadReportDataTest, ASuiteAndWhatLiesBesideItShareTheirRuns) {
  WriteRun("suite/A", 1);
  WriteRun("suite/B", 1);
  WriteRun("C", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(Root(), "suite/comparison.json"),
                                R"({"labels": [{"name": "B"}, {"name": "A"}],
          "verdicts": [{"met": true, "sentence": "fine"}]})"));
  ASSERT_OK_AND_ASSIGN(const ReportData data, Load(""));
  EXPECT_EQ(data.runs.size(), 3);
  ASSERT_EQ(data.sections.size(), 2);
  const ReportSection& suite = data.sections[0];
  EXPECT_EQ(suite.compared.name, "suite");
  EXPECT_EQ(suite.compared.comparison.labels[0].name, "B");
  EXPECT_EQ(suite.compared.verdicts.size(), 1);
  for (size_t i = 0; i < suite.runs.size(); ++i) {
    EXPECT_EQ(data.runs[suite.runs[i]].record.path,
              suite.compared.runs[i].path);
  }
  EXPECT_EQ(data.sections[1].runs.size(), 3);
}

TEST(LoadReportDataTest, ABrokenSampleFileIsNamed) {
  const std::string folder = WriteRun("A", 1);
  ASSERT_OK(
      WriteFileAtomically(JoinPath(folder, "samples/bad.npz"), "not a zip"));
  const auto data = Load("");
  ASSERT_FALSE(data.ok());
  EXPECT_THAT(std::string(data.status().message()), HasSubstr("bad.npz"));
}

}  // namespace
}  // namespace flow::lang
