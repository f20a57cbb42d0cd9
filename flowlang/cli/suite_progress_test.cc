#include "flowlang/cli/suite_progress.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/cli/terminal_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

constexpr TrainProgress kProgress = {.step = 1200,
                                     .steps = 20000,
                                     .loss = 0.5,
                                     .samples_per_second = 41000,
                                     .seconds_left = 12};

TEST(SuiteProgressTest, AFileGetsALineForEachRunThatEnds) {
  PlainFile file;
  SuiteProgress progress(2, file.out());
  const auto sink = progress.Sink("FM/seed-1");
  sink->OnStage("train_velocity", "");
  sink->OnTrain("train_velocity", kProgress);
  sink->OnMetric("euler", "w2", 0.5);
  progress.Finish("FM/seed-1", "finished");
  progress.Finish("FM/seed-2", "out of memory");
  EXPECT_EQ(file.Written(),
            "[1/2] FM/seed-1: finished\n"
            "[2/2] FM/seed-2: out of memory\n");
}

TEST(SuiteProgressTest, ATerminalShowsHowFarARunIs) {
  FakeTerminal terminal(100);
  SuiteProgress progress(2, terminal.out());
  progress.Sink("FM/seed-1")->OnTrain("train_velocity", kProgress);
  std::string written = terminal.Written();
  EXPECT_THAT(terminal.Rows(written),
              ElementsAre("[0/2] FM/seed-1 train_velocity 1200/20000  loss 0.5"
                          "  41k samples/s  0:12 left"));
  progress.Finish("FM/seed-1", "finished");
  written += terminal.Written();
  EXPECT_THAT(terminal.Rows(written),
              ElementsAre("[1/2] FM/seed-1: finished", ""));
}

TEST(SuiteProgressTest, TheChangingLineTakesOneRowOfANarrowTerminal) {
  FakeTerminal terminal(40);
  SuiteProgress progress(2, terminal.out());
  progress.Sink("OT-CFM/seed-1")->OnTrain("train", kProgress);
  EXPECT_THAT(terminal.Rows(terminal.Written()),
              ElementsAre("[0/2] OT-CFM/seed-1 train 1200/20000"));
}

TEST(SuiteProgressTest, ALongFolderIsCut) {
  FakeTerminal terminal(40);
  SuiteProgress progress(2, terminal.out());
  progress.Sink(std::string(60, 'f'))->OnStage("train", "");
  EXPECT_THAT(terminal.Rows(terminal.Written()),
              ElementsAre("[0/2] " + std::string(33, 'f')));
}

TEST(SuiteProgressTest, CountsRunsThatEndAtTheSameTime) {
  constexpr int kRuns = 8;
  PlainFile file;
  SuiteProgress progress(kRuns, file.out());
  std::vector<std::thread> threads;
  for (int i = 0; i < kRuns; ++i) {
    threads.emplace_back([&progress, i] {
      const auto sink = progress.Sink(absl::StrCat("run-", i));
      for (int k = 0; k < 100; ++k) sink->OnTrain("train", kProgress);
      progress.Finish(absl::StrCat("run-", i), "finished");
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string written = file.Written();
  for (int i = 0; i < kRuns; ++i) {
    EXPECT_THAT(written, testing::HasSubstr(absl::StrCat("[", i + 1, "/8] ")));
    EXPECT_THAT(written,
                testing::HasSubstr(absl::StrCat(" run-", i, ": finished\n")));
  }
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), kRuns);
}

}  // namespace
}  // namespace flow::lang
