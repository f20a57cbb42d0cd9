#include "flowlang/compare/run_directory.h"

#include <cmath>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr char kResult[] = R"({
  "experiment": "moons_otcfm", "plan_hash": "9f3a", "seed": 18446744073709551615,
  "status": "finished",
  "metrics": [
    {"name": "w2", "protocol": "euler100", "value": 0.25, "std_error": 0.01,
     "n": 2000, "floor": 0.14, "nfe": 100, "lower_is_better": true},
    {"name": "recall", "protocol": "euler100", "value": null,
     "std_error": null, "floor": null, "lower_is_better": false}],
  "stages": [{"name": "velocity", "kind": "train_velocity",
              "wall_seconds": 2.5, "steps": 1000, "steps_per_second": 400,
              "coupling": {"cost": 3.5, "solver": "exact"}}],
  "environment": {"threads": 2}, "communication": {}})";

TEST(ParseRunTest, ReadsWhatARunWrites) {
  ASSERT_OK_AND_ASSIGN(const RunRecord run, ParseRun("out/a/seed-1", kResult));
  EXPECT_EQ(run.experiment, "moons_otcfm");
  EXPECT_EQ(run.plan_hash, "9f3a");
  EXPECT_EQ(run.seed, 18446744073709551615u);
  EXPECT_EQ(run.status, "finished");
  ASSERT_EQ(run.metrics.size(), 2);
  EXPECT_EQ(run.metrics[0].value, 0.25);
  EXPECT_EQ(run.metrics[0].floor, 0.14);
  EXPECT_EQ(run.metrics[0].nfe, 100);
  ASSERT_EQ(run.stages.size(), 1);
  EXPECT_EQ(run.stages[0].steps_per_second, 400);
  EXPECT_THAT(run.stages[0].facts,
              testing::ElementsAre(testing::Pair("coupling cost", 3.5)));
  EXPECT_EQ(run.environment["threads"], 2);
}

TEST(ParseRunTest, NullsAreAbsentAndANullValueIsNotANumber) {
  ASSERT_OK_AND_ASSIGN(const RunRecord run, ParseRun("r", kResult));
  const RunMetric& recall = run.metrics[1];
  EXPECT_TRUE(std::isnan(recall.value));
  EXPECT_EQ(recall.std_error, std::nullopt);
  EXPECT_EQ(recall.floor, std::nullopt);
  EXPECT_EQ(recall.nfe, std::nullopt);
  EXPECT_FALSE(recall.lower_is_better);
}

TEST(ParseRunTest, AMetricMayTellClientsApart) {
  ASSERT_OK_AND_ASSIGN(const RunRecord run, ParseRun("r", R"({"metrics": [
          {"name": "worst_client_w2", "by_client": [0.5, null, 2]},
          {"name": "w2"}, {"name": "odd", "by_client": 3}]})"));
  const std::vector<double>& clients = run.metrics[0].by_client;
  ASSERT_EQ(clients.size(), 3);
  EXPECT_EQ(clients[0], 0.5);
  EXPECT_TRUE(std::isnan(clients[1]));
  EXPECT_EQ(clients[2], 2);
  EXPECT_TRUE(run.metrics[1].by_client.empty());
  EXPECT_TRUE(run.metrics[2].by_client.empty());
}

TEST(ParseRunTest, TheLabelIsTheFilesThenTheFoldersThenTheExperiments) {
  const auto label = [](const char* folder, const char* text) {
    return ParseRun(folder, text)->label;
  };
  EXPECT_EQ(label("s/A/seed-1", R"({"label": "B", "experiment": "e"})"), "B");
  EXPECT_EQ(label("s/A,x=1/seed-1", R"({"experiment": "e"})"), "A,x=1");
  EXPECT_EQ(label("s/A/seed-1/", R"({"experiment": "e"})"), "A");
  EXPECT_EQ(label("seed-1", R"({"experiment": "e"})"), "e");
  EXPECT_EQ(label("s/run", R"({"experiment": "e"})"), "e");
  EXPECT_EQ(label("s/run", "{}"), "run");
}

TEST(ParseRunTest, AMetricWithoutANameIsDataLoss) {
  EXPECT_THAT(ParseRun("out", R"({"metrics": [{"value": 1}]})"),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("out/result.json: a metric has no name")));
}

TEST(LoadRunTest, ErrorsNameThePath) {
  const std::string folder = JoinPath(testing::TempDir(), "broken_run");
  ASSERT_OK(MakeDirectories(folder));
  EXPECT_FALSE(IsRunDirectory(folder));
  EXPECT_THAT(LoadRun(folder), StatusIs(absl::StatusCode::kNotFound,
                                        HasSubstr("broken_run/result.json")));
  ASSERT_OK(WriteFileAtomically(JoinPath(folder, "result.json"), "{"));
  EXPECT_TRUE(IsRunDirectory(folder));
  EXPECT_THAT(LoadRun(folder), StatusIs(absl::StatusCode::kDataLoss,
                                        HasSubstr("broken_run/result.json")));
}

TEST(WithoutSeedFolderTest, TakesOffOnlyASeed) {
  EXPECT_EQ(WithoutSeedFolder("a/b/seed-12"), "a/b");
  EXPECT_EQ(WithoutSeedFolder("a/b/seed-x"), "a/b/seed-x");
  EXPECT_EQ(WithoutSeedFolder("a/b"), "a/b");
}

}  // namespace
}  // namespace flow::lang
