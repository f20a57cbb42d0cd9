#include "flowlang/lower/run_experiment.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

std::vector<std::string> Keys(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

absl::Status RunIn(const ExperimentPlan& plan, const std::string& out,
                   int threads = 1, ProgressSink* progress = nullptr) {
  ProgressRecorder unwatched;
  return RunExperiment(plan, {.out = out, .threads = threads},
                       progress != nullptr ? progress : &unwatched);
}

Json Result(const std::string& out) {
  return Json::parse(Content(out + "/result.json"));
}

// A network for points of three coordinates: LibTorch throws at the first
// product.
ExperimentPlan PlanThatThrows() {
  ExperimentPlan plan = TinyPlan();
  TrainWork(plan).network = core::MlpOptions{
      .dim = 3, .hidden = {8}, .executor = core::Executor::kLibtorch};
  return plan;
}

TEST(RunExperimentTest, WritesTheResult) {
  const std::string out = FreshPath("result");
  ASSERT_OK(RunIn(TinyPlan(), out));
  const Json result = Result(out);
  EXPECT_THAT(Keys(result),
              ElementsAre("experiment", "plan_hash", "seed", "status",
                          "metrics", "stages", "environment", "communication"));
  EXPECT_EQ(result["experiment"], "tiny");
  EXPECT_EQ(result["plan_hash"], "hash-of-plan");
  EXPECT_EQ(result["seed"], 1);
  EXPECT_EQ(result["status"], "finished");
  ASSERT_EQ(result["metrics"].size(), 2u);
  EXPECT_EQ(result["metrics"][0]["name"], "w2");
  EXPECT_EQ(result["metrics"][1]["name"], "nfe");
  ASSERT_EQ(result["stages"].size(), 3u);
  EXPECT_THAT(Keys(result["stages"][0]),
              ElementsAre("name", "kind", "wall_seconds", "steps",
                          "steps_per_second", "coupling", "loss", "cost"));
  EXPECT_THAT(Keys(result["stages"][2]),
              ElementsAre("name", "kind", "wall_seconds", "cost"));
  // a loss without a closed form has no floor
  EXPECT_THAT(Keys(result["stages"][0]["loss"]), ElementsAre("last"));
  const Json& cost = result["stages"][0]["cost"];
  EXPECT_GT(cost["samples_per_second"].get<double>(), 0);
  // LibTorch alone takes more
  EXPECT_GT(cost["peak_memory_mb"].get<double>(), 10);
  EXPECT_EQ(result["environment"]["threads"], 1);
}

TEST(RunExperimentTest, LeavesTheFilesOfARunDirectoryAndNoOthers) {
  const std::string out = FreshPath("files");
  ASSERT_OK(RunIn(TinyPlan(), out));
  EXPECT_THAT(ListDirectory(out),
              IsOkAndHolds(ElementsAre("events.out.tfevents.flow", "log.txt",
                                       "metrics.jsonl", "plan.textproto",
                                       "result.json", "samples", "stages")));
  EXPECT_THAT(ListDirectory(out + "/stages"),
              IsOkAndHolds(ElementsAre("01-train_velocity", "02-sample_p",
                                       "03-evaluate_p")));
}

TEST(RunExperimentTest, HasTheSameBitsForAnyNumberOfThreads) {
  const std::string one = FreshPath("one"), two = FreshPath("two");
  ASSERT_OK(RunIn(TinyPlan(), one, 1));
  ASSERT_OK(RunIn(TinyPlan(), two, 2));
  EXPECT_EQ(Result(one)["metrics"], Result(two)["metrics"]);
  EXPECT_EQ(Content(one + "/samples/p.npz"), Content(two + "/samples/p.npz"));
}

TEST(RunExperimentTest, FinishedStagesAreNotRunAgain) {
  const std::string out = FreshPath("again");
  ASSERT_OK(RunIn(TinyPlan(), out));
  const std::string first = Content(out + "/result.json");
  ProgressRecorder progress;
  ASSERT_OK(RunIn(TinyPlan(), out, 1, &progress));
  EXPECT_THAT(progress.lines(), ElementsAre("train_velocity: already done",
                                            "sample_p: already done",
                                            "evaluate_p: already done"));
  EXPECT_EQ(Content(out + "/result.json"), first);
}

TEST(RunExperimentTest, AFailureNamesItsStageHereAndInTheLog) {
  const std::string out = FreshPath("fails");
  ExperimentPlan plan = TinyPlan();
  TrainWork(plan).train.optimizer = core::SgdOptions{.learning_rate = 1e30};
  const absl::Status status = RunIn(plan, out);
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kOutOfRange,
                       StartsWith("while running the stage 'train_velocity': "
                                  "the loss is not finite at step 2")));
  EXPECT_THAT(Content(out + "/log.txt"),
              HasSubstr(absl::StrCat(status.message(), "\n")));
  EXPECT_FALSE(FileExists(out + "/result.json"));
}

TEST(RunExperimentTest, ALaterFailureKeepsTheStagesBefore) {
  const std::string out = FreshPath("later");
  ExperimentPlan plan = TinyPlan();
  SampleWork(plan).protocol = "no/such/folder";
  EXPECT_THAT(RunIn(plan, out),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(StartsWith("while running the stage 'sample_p': "),
                             HasSubstr("no/such/folder.npz"))));
  ProgressRecorder progress;
  ASSERT_OK(RunIn(TinyPlan(), out, 1, &progress));
  EXPECT_EQ(progress.lines()[0], "train_velocity: already done");
  EXPECT_EQ(progress.lines()[1], "sample_p: ");
  EXPECT_TRUE(FileExists(out + "/result.json"));
}

// In the calling thread, and in a thread of the pool.
TEST(RunExperimentTest, AnExceptionOfLibTorchBecomesAStatusOfOneLine) {
  for (const int threads : {1, 2}) {
    EXPECT_THAT(
        RunIn(PlanThatThrows(), FreshPath(absl::StrCat("throws", threads)),
              threads),
        StatusIs(absl::StatusCode::kInternal,
                 AllOf(StartsWith("while running the stage 'train_velocity': "),
                       HasSubstr("shapes cannot be multiplied"),
                       Not(HasSubstr("\n")))));
  }
}

TEST(RunExperimentTest, AFolderThatIsTakenIsRefusedBeforeAnyWork) {
  const std::string out = FreshPath("taken");
  ASSERT_OK(RunIn(TinyPlan(), out));
  ExperimentPlan other = TinyPlan();
  other.resolved += "# other\n";
  ProgressRecorder progress;
  EXPECT_THAT(RunIn(other, out, 1, &progress),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("holds a run of another plan or seed")));
  EXPECT_THAT(progress.lines(), ElementsAre());
}

}  // namespace
}  // namespace flow::lang
