#include "core/processes/process_environment.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

using Texts = std::map<std::string, std::string>;

absl::StatusOr<std::optional<ProcessEnvironment>> Of(const Texts& texts) {
  return ProcessesOf([&](const std::string& name) {
    const auto found = texts.find(name);
    return found == texts.end() ? std::nullopt
                                : std::optional<std::string>(found->second);
  });
}

Texts Torchrun() {
  return {{"RANK", "2"},
          {"WORLD_SIZE", "3"},
          {"LOCAL_RANK", "1"},
          {"MASTER_ADDR", "node0"},
          {"MASTER_PORT", "29501"},
          {"TORCHELASTIC_USE_AGENT_STORE", "True"},
          {"TORCHELASTIC_RESTART_COUNT", "4"}};
}

Texts Mpirun() {
  return {{"OMPI_COMM_WORLD_RANK", "0"},
          {"OMPI_COMM_WORLD_SIZE", "4"},
          {"OMPI_COMM_WORLD_LOCAL_SIZE", "4"},
          {"MASTER_PORT", "1234"}};
}

Texts Srun() {
  return {{"SLURM_PROCID", "1"},
          {"SLURM_NTASKS", "8"},
          {"SLURM_STEP_NUM_TASKS", "2"},
          {"MASTER_ADDR", "node1"},
          {"MASTER_PORT", "1234"}};
}

Texts With(Texts texts, const std::string& name, const std::string& text) {
  texts[name] = text;
  return texts;
}

Texts Without(Texts texts, const std::string& name) {
  texts.erase(name);
  return texts;
}

// An error that names the variable.
auto Names(const std::string& name) {
  return StatusIs(absl::StatusCode::kInvalidArgument,
                  HasSubstr("the variable " + name + " "));
}

TEST(ProcessesOfTest, NoLauncherIsNoProcesses) {
  EXPECT_THAT(Of({}), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Of({{"MASTER_ADDR", "node0"}, {"MASTER_PORT", "29501"}}),
              IsOkAndHolds(std::nullopt));
}

TEST(ProcessesOfTest, OneProcessAloneIsNone) {
  EXPECT_THAT(Of({{"RANK", "0"}, {"WORLD_SIZE", "1"}}),
              IsOkAndHolds(std::nullopt));
}

TEST(ProcessesOfTest, Torchrun) {
  ASSERT_OK_AND_ASSIGN(const auto processes, Of(Torchrun()));
  ASSERT_TRUE(processes.has_value());
  EXPECT_EQ(processes->rank, 2);
  EXPECT_EQ(processes->processes, 3);
  EXPECT_EQ(processes->address, "node0");
  EXPECT_EQ(processes->port, 29501);
  EXPECT_TRUE(processes->agent_store);
  EXPECT_EQ(processes->prefix, "flow/4");
  EXPECT_EQ(processes->local_rank, 1);
}

TEST(ProcessesOfTest, ByHandRankZeroHasTheStore) {
  ASSERT_OK_AND_ASSIGN(
      const auto processes,
      Of(Without(Without(Torchrun(), "TORCHELASTIC_USE_AGENT_STORE"),
                 "TORCHELASTIC_RESTART_COUNT")));
  EXPECT_FALSE(processes->agent_store);
  EXPECT_EQ(processes->prefix, "flow/0");
}

TEST(ProcessesOfTest, EachLauncherSaysWhichProcessOfItsHostThisIs) {
  for (const auto& [texts, name] :
       {std::pair(Without(Torchrun(), "LOCAL_RANK"), "LOCAL_RANK"),
        std::pair(Mpirun(), "OMPI_COMM_WORLD_LOCAL_RANK"),
        std::pair(Srun(), "SLURM_LOCALID")}) {
    SCOPED_TRACE(name);
    ASSERT_OK_AND_ASSIGN(const auto untold, Of(texts));
    EXPECT_EQ(untold->local_rank, std::nullopt);
    ASSERT_OK_AND_ASSIGN(const auto told, Of(With(texts, name, "1")));
    EXPECT_EQ(told->local_rank, 1);
    EXPECT_THAT(Of(With(texts, name, "-1")), Names(name));
  }
}

TEST(ProcessesOfTest, MpirunOnOneHostNeedsNoAddress) {
  ASSERT_OK_AND_ASSIGN(const auto processes, Of(Mpirun()));
  ASSERT_TRUE(processes.has_value());
  EXPECT_EQ(processes->rank, 0);
  EXPECT_EQ(processes->processes, 4);
  EXPECT_EQ(processes->address, "127.0.0.1");
  EXPECT_EQ(processes->port, 1234);
  EXPECT_FALSE(processes->agent_store);
}

TEST(ProcessesOfTest, MpirunOnSeveralHostsNeedsOne) {
  const Texts several = With(Mpirun(), "OMPI_COMM_WORLD_LOCAL_SIZE", "2");
  EXPECT_THAT(Of(several), Names("MASTER_ADDR"));
  ASSERT_OK_AND_ASSIGN(const auto processes,
                       Of(With(several, "MASTER_ADDR", "node7")));
  EXPECT_EQ(processes->address, "node7");
}

TEST(ProcessesOfTest, AStepOfSrun) {
  EXPECT_THAT(Of(Without(Srun(), "MASTER_ADDR")), Names("MASTER_ADDR"));
  ASSERT_OK_AND_ASSIGN(const auto processes, Of(Srun()));
  ASSERT_TRUE(processes.has_value());
  EXPECT_EQ(processes->rank, 1);
  EXPECT_EQ(processes->processes, 2);
}

TEST(ProcessesOfTest, ABatchScriptOfSlurmIsOneProcess) {
  EXPECT_THAT(Of({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "8"}}),
              IsOkAndHolds(std::nullopt));
}

TEST(ProcessesOfTest, RankAndWorldSizeWinOverWhatStartedTheirLauncher) {
  Texts texts = Torchrun();
  texts.merge(Mpirun());
  texts["SLURM_PROCID"] = "0";
  texts["SLURM_STEP_NUM_TASKS"] = "9";
  ASSERT_OK_AND_ASSIGN(const auto processes, Of(texts));
  EXPECT_EQ(processes->processes, 3);
}

TEST(ProcessesOfTest, WhatIsMissingIsNamed) {
  EXPECT_THAT(Of(Without(Torchrun(), "RANK")), Names("RANK"));
  EXPECT_THAT(Of(Without(Torchrun(), "WORLD_SIZE")), Names("WORLD_SIZE"));
  EXPECT_THAT(Of(Without(Torchrun(), "MASTER_ADDR")), Names("MASTER_ADDR"));
  EXPECT_THAT(Of(Without(Mpirun(), "MASTER_PORT")), Names("MASTER_PORT"));
  EXPECT_THAT(Of(Without(Mpirun(), "OMPI_COMM_WORLD_RANK")),
              Names("OMPI_COMM_WORLD_RANK"));
}

TEST(ProcessesOfTest, NumbersThatAreNoneAreNamedWithTheirText) {
  for (const std::string text : {"", "x", "-1", "3", "2.5"}) {
    EXPECT_THAT(
        Of(With(Torchrun(), "RANK", text)),
        AllOf(Names("RANK"), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("'" + text + "'"))));
  }
  for (const std::string text : {"", "0", "-2", "99999999999999999999"}) {
    EXPECT_THAT(Of(With(Torchrun(), "WORLD_SIZE", text)), Names("WORLD_SIZE"));
  }
  for (const std::string text : {"0", "65536", "http"}) {
    EXPECT_THAT(Of(With(Torchrun(), "MASTER_PORT", text)),
                Names("MASTER_PORT"));
  }
}

}  // namespace
}  // namespace flow::core
