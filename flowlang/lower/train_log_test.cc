#include "flowlang/lower/train_log.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/tensorboard_event.pb.h"
#include "core/io/tfrecord.h"
#include "flowlang/lower/lower_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

RunDirectory Open(const std::string& name) {
  return *RunDirectory::Open(FreshPath(name), TinyPlan());
}

// Logs the steps as a run that begins at `from` does; the loss is 1/step.
void Log(const RunDirectory& directory, const std::string& stage, int64_t from,
         const std::vector<int64_t>& steps) {
  ASSERT_OK_AND_ASSIGN(TrainLogWriter log,
                       TrainLogWriter::Open(directory, stage, from));
  for (const int64_t step : steps) {
    ASSERT_OK(log.Write({.step = step,
                         .loss = 1.0 / step,
                         .learning_rate_factor = 0.5,
                         .gradient_norm = 2},
                        core::CouplingReport{.cost = 3}));
  }
}

// The lines of metrics.jsonl as "stage step".
std::vector<std::string> Lines(const RunDirectory& directory) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(
           Content(directory.File("metrics.jsonl")), '\n', absl::SkipEmpty())) {
    const auto record = nlohmann::json::parse(line.begin(), line.end());
    lines.push_back(absl::StrCat(record["stage"].get<std::string>(), " ",
                                 record["step"].get<int64_t>()));
  }
  return lines;
}

// The points of the event file as "tag step".
std::vector<std::string> Points(const RunDirectory& directory) {
  std::vector<std::string> points;
  const std::string content =
      Content(directory.File("events.out.tfevents.flow"));
  absl::string_view rest = content;
  while (const auto record = core::TakeRecord(rest)) {
    core::tensorboard::Event event;
    EXPECT_TRUE(event.ParseFromString(std::string(*record)));
    for (const auto& value : event.summary().value()) {
      points.push_back(absl::StrCat(value.tag(), " ", event.step()));
    }
  }
  return points;
}

TEST(TrainLogTest, WritesALineAndTwoPointsAStep) {
  const RunDirectory directory = Open("line");
  Log(directory, "train", 0, {4});
  EXPECT_EQ(Content(directory.File("metrics.jsonl")),
            "{\"stage\":\"train\",\"step\":4,\"loss\":0.25,"
            "\"learning_rate_factor\":0.5,\"gradient_norm\":2.0,"
            "\"coupling\":{\"cost\":3.0}}\n");
  EXPECT_THAT(Points(directory),
              ElementsAre("train/loss 4", "train/gradient_norm 4"));
}

TEST(TrainLogTest, GoingOnDropsWhatWillBeWrittenAgain) {
  const RunDirectory directory = Open("resume");
  Log(directory, "train", 0, {1, 2, 3});
  Log(directory, "train", 1, {2});
  EXPECT_THAT(Lines(directory), ElementsAre("train 1", "train 2"));
  EXPECT_THAT(Points(directory),
              ElementsAre("train/loss 1", "train/gradient_norm 1",
                          "train/loss 2", "train/gradient_norm 2"));
}

TEST(TrainLogTest, OtherStagesKeepTheirCurves) {
  const RunDirectory directory = Open("stages");
  Log(directory, "train", 0, {1, 2});
  Log(directory, "train2", 0, {1});
  Log(directory, "train", 0, {1});
  EXPECT_THAT(Lines(directory), ElementsAre("train2 1", "train 1"));
  EXPECT_THAT(Points(directory),
              ElementsAre("train2/loss 1", "train2/gradient_norm 1",
                          "train/loss 1", "train/gradient_norm 1"));
}

TEST(TrainLogTest, LinesThatAreNoneOfOursAreDropped) {
  const RunDirectory directory = Open("broken");
  const std::string file = directory.File("metrics.jsonl");
  Log(directory, "train", 0, {1});
  for (const char* broken :
       {"{\"stage\":\"train\",\"st", "[]", "3", "{}", "\xff", "{\"stage\":3}",
        "{\"stage\":\"train\",\"step\":\"one\"}"}) {
    ASSERT_OK(AppendToFile(file, absl::StrCat(broken, "\n")));
  }
  Log(directory, "train", 1, {2});
  EXPECT_THAT(Lines(directory), ElementsAre("train 1", "train 2"));
}

TEST(TrainLogTest, SumsUpWhatTheCouplingsOfTheStageSaid) {
  const RunDirectory directory = Open("couplings");
  Log(directory, "other", 0, {1});
  ASSERT_OK_AND_ASSIGN(TrainLogWriter log,
                       TrainLogWriter::Open(directory, "train", 0));
  ASSERT_OK(
      log.Write({.step = 1}, core::CouplingReport{.cost = 1,
                                                  .marginal_error = 0.5,
                                                  .iterations = 10,
                                                  .distinct_targets = 0.5}));
  ASSERT_OK(
      log.Write({.step = 2}, core::CouplingReport{.cost = 2,
                                                  .marginal_error = 0.25,
                                                  .iterations = 20,
                                                  .converged = false,
                                                  .distinct_targets = 0.75}));
  ASSERT_OK_AND_ASSIGN(const auto all, log.Summarise(/*first=*/1));
  const auto& summary = all.coupling;
  EXPECT_EQ(summary["cost"], 1.5);
  EXPECT_EQ(summary["marginal_error"], 0.375);
  EXPECT_EQ(summary["iterations"], 15);
  EXPECT_EQ(summary["distinct_targets"], 0.625);
  EXPECT_EQ(summary["not_converged"], 1);
}

TEST(TrainLogTest, TheLastLossIsTheMeanFromAStepOn) {
  const RunDirectory directory = Open("losses");
  ASSERT_OK_AND_ASSIGN(TrainLogWriter log,
                       TrainLogWriter::Open(directory, "train", 0));
  for (const int64_t step : {5, 10, 15}) {
    ASSERT_OK(
        log.Write({.step = step, .loss = 2.0 * step}, core::CouplingReport()));
  }
  EXPECT_EQ(log.Summarise(10)->last_loss, 25);
  EXPECT_EQ(log.Summarise(15)->last_loss, 30);
  EXPECT_THAT(log.Summarise(16).status(),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TrainLogTest, AnEventFileOfAnotherKindIsNamed) {
  const RunDirectory directory = Open("foreign");
  const std::string file = directory.File("events.out.tfevents.flow");
  ASSERT_OK(WriteFileAtomically(file, "text"));
  EXPECT_THAT(TrainLogWriter::Open(directory, "train", 0).status(),
              StatusIs(absl::StatusCode::kDataLoss,
                       file + ": not a TensorBoard event file"));
}

}  // namespace
}  // namespace flow::lang
