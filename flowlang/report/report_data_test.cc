#include "flowlang/report/report_data.h"

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
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

TEST(LoadReportDataTest, GathersWhatLiesBesideTheResult) {
  const std::string folder = WriteRun("A", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "plan.textproto"), "seed: 1"));
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "metrics.jsonl"),
                                "{\"step\": 1, \"loss\": 2}\n"));
  ASSERT_OK(
      core::WriteNpz(JoinPath(folder, "samples/euler100.npz"),
                     {{"generated", core::MakeArray<float>({1, 2}, {3, 4})}}));
  ASSERT_OK_AND_ASSIGN(const RunCollection runs, CollectRuns({Root()}));
  ASSERT_OK_AND_ASSIGN(const ReportData data, LoadReportData(runs, ""));
  EXPECT_EQ(data.title, "moons");
  ASSERT_EQ(data.runs.size(), 1);
  EXPECT_EQ(data.runs[0].plan, "seed: 1");
  EXPECT_EQ(data.runs[0].losses.size(), 1);
  ASSERT_EQ(data.runs[0].samples.size(), 1);
  EXPECT_EQ(data.runs[0].samples[0].protocol, "euler100");
  EXPECT_EQ(data.comparison.rows.size(), 1);
}

TEST(LoadReportDataTest, AResultAloneSuffices) {
  WriteRun("A", 1);
  ASSERT_OK_AND_ASSIGN(const RunCollection runs, CollectRuns({Root()}));
  ASSERT_OK_AND_ASSIGN(const ReportData data, LoadReportData(runs, "mine"));
  EXPECT_EQ(data.title, "mine");
  EXPECT_TRUE(data.runs[0].samples.empty());
}

TEST(LoadReportDataTest, RunsFollowTheSuitesLabels) {
  WriteRun("A", 1);
  WriteRun("B", 1);
  ASSERT_OK(WriteFileAtomically(JoinPath(Root(), "comparison.json"),
                                R"({"labels": [{"name": "B"}, {"name": "A"}],
          "verdicts": [{"met": true, "sentence": "fine"}]})"));
  ASSERT_OK_AND_ASSIGN(const RunCollection runs, CollectRuns({Root()}));
  ASSERT_OK_AND_ASSIGN(const ReportData data, LoadReportData(runs, ""));
  EXPECT_EQ(data.runs[0].record.label, "B");
  EXPECT_EQ(data.verdicts.size(), 1);
}

TEST(LoadReportDataTest, ABrokenSampleFileIsNamed) {
  const std::string folder = WriteRun("A", 1);
  ASSERT_OK(
      WriteFileAtomically(JoinPath(folder, "samples/bad.npz"), "not a zip"));
  ASSERT_OK_AND_ASSIGN(const RunCollection runs, CollectRuns({Root()}));
  const auto data = LoadReportData(runs, "");
  ASSERT_FALSE(data.ok());
  EXPECT_THAT(std::string(data.status().message()), HasSubstr("bad.npz"));
}

}  // namespace
}  // namespace flow::lang
