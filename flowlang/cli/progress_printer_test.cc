#include "flowlang/cli/progress_printer.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/cli/terminal_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr int kWide = 1000;

TrainProgress ProgressAt(int64_t step) {
  return {.step = step,
          .steps = 20000,
          .loss = 0.53219,
          .samples_per_second = 410000,
          .seconds_left = 12.3};
}

TEST(FormatProgressTest, TellsStepLossSpeedAndTime) {
  EXPECT_EQ(FormatProgress("train_velocity", ProgressAt(1200), kWide),
            "train_velocity 1200/20000  loss 0.5322  410k samples/s  0:12 "
            "left");
}

TEST(FormatProgressTest, SpeedsHaveUnits) {
  for (const auto& [speed, text] : std::vector<std::pair<double, std::string>>{
           {0, "0"}, {999, "999"}, {1000, "1k"}, {2.54e6, "2.5M"}}) {
    TrainProgress progress = ProgressAt(1);
    progress.samples_per_second = speed;
    EXPECT_EQ(FormatProgress("s", progress, kWide),
              absl::StrCat("s 1/20000  loss 0.5322  ", text,
                           " samples/s  0:12 left"));
  }
}

TEST(FormatProgressTest, TimesAreClocks) {
  for (const auto& [seconds, text] :
       std::vector<std::pair<double, std::string>>{{0, "0:00"},
                                                   {59.6, "1:00"},
                                                   {3599, "59:59"},
                                                   {3600, "1:00:00"},
                                                   {1e300, "277777:46:40"}}) {
    TrainProgress progress = ProgressAt(1);
    progress.seconds_left = seconds;
    EXPECT_EQ(FormatProgress("s", progress, kWide),
              absl::StrCat("s 1/20000  loss 0.5322  410k samples/s  ", text,
                           " left"));
  }
}

TEST(FormatProgressTest, LeavesOutTheLastPartsWhereThereIsNoRoom) {
  const std::string whole = FormatProgress("train", ProgressAt(7), kWide);
  EXPECT_EQ(FormatProgress("train", ProgressAt(7), whole.size()), whole);
  EXPECT_EQ(FormatProgress("train", ProgressAt(7), whole.size() - 1),
            "train 7/20000  loss 0.5322  410k samples/s");
  EXPECT_EQ(FormatProgress("train", ProgressAt(7), 41),
            "train 7/20000  loss 0.5322");
  EXPECT_EQ(FormatProgress("train", ProgressAt(7), 25), "train 7/20000");
  EXPECT_EQ(FormatProgress("train", ProgressAt(7), -3), "train 7/20000");
}

TEST(ProgressPrinterTest, AFileGetsPlainLines) {
  PlainFile file;
  {
    ProgressPrinter printer(file.out());
    printer.OnStage("train", "going on from step 5");
    printer.OnTrain("train", ProgressAt(100));
    printer.OnStage("evaluate", "");
    printer.OnMetric("euler", "w2", 0.1234567);
  }
  EXPECT_EQ(file.Written(),
            "train: going on from step 5\n"
            "train 100/20000  loss 0.5322  410k samples/s  0:12 left\n"
            "evaluate\n"
            "  euler w2 0.123457\n");
}

TEST(ProgressPrinterTest, TellsHowManyPointsAreMoved) {
  PlainFile file;
  FakeTerminal terminal(80);
  for (std::FILE* out : {file.out(), terminal.out()}) {
    ProgressPrinter printer(out);
    printer.OnStage("push_block_1", "");
    for (const int64_t done : {65536, 131072, 150000}) {
      printer.OnPoints("push_block_1", done, 150000);
    }
  }
  EXPECT_EQ(file.Written(),
            "push_block_1\n"
            "push_block_1 65536/150000 points\n"
            "push_block_1 150000/150000 points\n");
  EXPECT_THAT(
      terminal.Rows(terminal.Written()),
      ElementsAre("push_block_1", "push_block_1 150000/150000 points", ""));
}

// The second comes within ten seconds of the first; the last always comes.
TEST(ProgressPrinterTest, AFileGetsFewLinesAndTheLastStep) {
  PlainFile file;
  ProgressPrinter printer(file.out());
  for (const int64_t step : {100, 200, 300, 20000}) {
    printer.OnTrain("train", ProgressAt(step));
  }
  EXPECT_EQ(file.Written(),
            "train 100/20000  loss 0.5322  410k samples/s  0:12 left\n"
            "train 20000/20000  loss 0.5322  410k samples/s  0:12 left\n");
}

TEST(ProgressPrinterTest, ATerminalShowsOneLineAStage) {
  FakeTerminal terminal(80);
  ProgressPrinter printer(terminal.out());
  printer.OnStage("train", "");
  printer.OnTrain("train", ProgressAt(100));
  const std::string running = terminal.Written();
  EXPECT_THAT(
      terminal.Rows(running),
      ElementsAre("train",
                  "train 100/20000  loss 0.5322  410k samples/s  0:12 left"));
  printer.OnTrain("train", ProgressAt(20000));
  printer.OnMetric("euler", "nfe", 100);
  EXPECT_THAT(
      terminal.Rows(running + terminal.Written()),
      ElementsAre("train",
                  "train 20000/20000  loss 0.5322  410k samples/s  0:12 left",
                  "  euler nfe 100", ""));
}

TEST(ProgressPrinterTest, NoProgressLineWrapsOnANarrowTerminal) {
  FakeTerminal terminal(40);
  ProgressPrinter printer(terminal.out());
  printer.OnTrain("train_velocity", ProgressAt(1200));
  printer.OnTrain("train_velocity", ProgressAt(20000));
  printer.OnStage("evaluate", "");
  EXPECT_THAT(
      terminal.Rows(terminal.Written()),
      ElementsAre("train_velocity 20000/20000  loss 0.5322", "evaluate", ""));
}

TEST(ProgressPrinterTest, AnErrorAfterwardsBeginsItsOwnLine) {
  FakeTerminal terminal(80);
  {
    ProgressPrinter printer(terminal.out());
    printer.OnTrain("train", ProgressAt(100));
  }
  EXPECT_THAT(terminal.Rows(terminal.Written() + "flow run: no"),
              ElementsAre(StartsWith("train 100/20000"), "flow run: no"));
}

}  // namespace
}  // namespace flow::lang
