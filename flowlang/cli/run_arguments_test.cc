#include "flowlang/cli/run_arguments.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "core/base/status_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(RunArgumentsTest, AFileAloneRunsOnTheWholeMachine) {
  ASSERT_OK_AND_ASSIGN(const RunArguments run, ParseRunArguments({"a.txt"}));
  EXPECT_EQ(run.file, "a.txt");
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.threads, std::max(1u, std::thread::hardware_concurrency()));
}

TEST(RunArgumentsTest, ReadsItsFlags) {
  ASSERT_OK_AND_ASSIGN(
      const RunArguments run,
      ParseRunArguments({"--out", "o", "a.txt", "--threads=3", "--device",
                         "cpu", "--seed=7", "--set", "x=1", "--set", "y=2"}));
  EXPECT_EQ(run.file, "a.txt");
  EXPECT_EQ(run.out, "o");
  EXPECT_EQ(run.threads, 3);
  EXPECT_EQ(run.arguments.Get("seed"), "7");
  EXPECT_THAT(run.arguments.All("set"), ElementsAre("x=1", "y=2"));
}

TEST(RunArgumentsTest, ClientsMayBeInOtherProcesses) {
  ASSERT_OK_AND_ASSIGN(const RunArguments here, ParseRunArguments({"a"}));
  EXPECT_FALSE(here.clients_in_processes);
  ASSERT_OK_AND_ASSIGN(
      const RunArguments run,
      ParseRunArguments({"a", "--clients", "processes", "--patience=7"}));
  EXPECT_TRUE(run.clients_in_processes);
  EXPECT_EQ(run.patience, absl::Seconds(7));
  EXPECT_THAT(ParseRunArguments({"a", "--clients=there"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("--clients must be here or processes")));
  EXPECT_THAT(ParseRunArguments({"a", "--patience=7"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("--patience is about other processes")));
}

TEST(RunArgumentsTest, BatchesMayBeSharedByProcesses) {
  ASSERT_OK_AND_ASSIGN(
      const RunArguments run,
      ParseRunArguments({"a", "--batches=processes", "--patience=7"}));
  EXPECT_TRUE(run.batches_in_processes);
  EXPECT_FALSE(run.clients_in_processes);
  EXPECT_THAT(
      ParseRunArguments({"a", "--batches=processes", "--clients=processes"})
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("two ways to use the same processes")));
}

TEST(RunArgumentsTest, WantsExactlyOneFile) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"a", "b"}, {"--out=o"}}) {
    EXPECT_THAT(
        ParseRunArguments(words).status(),
        StatusIs(absl::StatusCode::kInvalidArgument, "expected one file"));
  }
}

TEST(RunArgumentsTest, TrainsOnTheProcessorOrOnAGpu) {
  ASSERT_OK_AND_ASSIGN(const RunArguments here, ParseRunArguments({"a"}));
  EXPECT_FALSE(here.on_gpu);
  ASSERT_OK_AND_ASSIGN(const RunArguments there,
                       ParseRunArguments({"a", "--device=cuda"}));
  EXPECT_TRUE(there.on_gpu);
  EXPECT_THAT(ParseRunArguments({"a", "--device=tpu"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("--device must be cpu or cuda; got 'tpu'")));
  EXPECT_THAT(
      ParseRunArguments({"a", "--device=cuda", "--clients=processes"}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("--device cuda trains no clients")));
  ASSERT_OK_AND_ASSIGN(
      const RunArguments shared,
      ParseRunArguments({"a", "--device=cuda", "--batches=processes"}));
  EXPECT_TRUE(shared.on_gpu && shared.batches_in_processes);
}

TEST(RunArgumentsTest, RefusesNumbersOfThreadsThatNoMachineHas) {
  for (const char* threads : {"0", "-1", "two", "1.5", ""}) {
    EXPECT_THAT(
        ParseRunArguments({"a", std::string("--threads=") + threads}).status(),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr("--threads must be a whole number >= 1")))
        << threads;
  }
  // the last is 1 modulo 2^32
  for (const char* threads : {"1025", "4294967297"}) {
    EXPECT_THAT(
        ParseRunArguments({"a", std::string("--threads=") + threads}).status(),
        StatusIs(
            absl::StatusCode::kInvalidArgument,
            std::string("--threads must be <= 1024; got '") + threads + "'"));
  }
  EXPECT_OK(ParseRunArguments({"a", "--threads=1024"}).status());
}

TEST(RunArgumentsTest, TellsTheNearestFlag) {
  EXPECT_THAT(
      ParseRunArguments({"a", "--thread=2"}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--threads")));
}

TEST(RunArgumentsTest, ResultsGoWhereAskedElseUnderTheName) {
  ExperimentPlan plan;
  plan.name = "moons";
  SuitePlan suite;
  suite.name = "couplings";
  RunArguments arguments;
  EXPECT_EQ(OutputFolder(arguments, plan), "out/moons");
  EXPECT_EQ(OutputFolder(arguments, suite), "out/couplings");
  arguments.out = "here";
  EXPECT_EQ(OutputFolder(arguments, plan), "here");
}

}  // namespace
}  // namespace flow::lang
