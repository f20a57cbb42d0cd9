#include "flowlang/cli/command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "flowlang/cli/command_testing.h"
#include "flowlang/cli/exit_codes.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

int Check(const std::vector<std::string>& words) {
  std::printf("check(%s)", absl::StrJoin(words, ",").c_str());
  return kExitWrong;
}

int Version(const std::vector<std::string>& words) {
  std::printf("version");
  return kExitOk;
}

constexpr Flag kFlags[] = {{"seed", "N", "the seed"}};
constexpr Command kCommands[] = {
    {"check", "FILE...", "reports mistakes", kFlags, Check},
    {"version", "", "prints the version", {}, Version},
};

Outcome RunFlow(std::vector<std::string> words) {
  words.insert(words.begin(), "flow");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  return Capture([&] {
    return RunCommandLine("flow", kCommands, static_cast<int>(argv.size()),
                          argv.data());
  });
}

TEST(CommandTest, RunsTheVerbWithTheWordsBehindItAndReturnsItsCode) {
  const Outcome outcome = RunFlow({"check", "a", "--seed=1"});
  EXPECT_EQ(outcome.code, kExitWrong);
  EXPECT_EQ(outcome.out, "check(a,--seed=1)");
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(CommandTest, WithoutAVerbTheListGoesToStderr) {
  const Outcome outcome = RunFlow({});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, HasSubstr("check    reports mistakes\n"));
}

TEST(CommandTest, SuggestsTheVerbThatWasMeant) {
  const Outcome outcome = RunFlow({"chekc", "a"});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err,
              StartsWith("flow: there is no verb 'chekc'; did you mean "
                         "'check'?\nusage: flow VERB"));
}

TEST(CommandTest, SuggestsNothingForAVerbLikeNone) {
  EXPECT_THAT(RunFlow({"qqqqqq"}).err,
              StartsWith("flow: there is no verb 'qqqqqq'\nusage:"));
}

TEST(CommandTest, HelpThatIsAskedForGoesToStdout) {
  for (const char* word : {"help", "--help"}) {
    const Outcome outcome = RunFlow({word});
    EXPECT_EQ(outcome.code, kExitOk) << word;
    EXPECT_THAT(outcome.out, StartsWith("usage: flow VERB")) << word;
    EXPECT_THAT(outcome.err, IsEmpty()) << word;
  }
}

TEST(CommandTest, ShowsWhatAVerbTakesWithoutRunningIt) {
  const Outcome help = RunFlow({"help", "check"});
  EXPECT_EQ(help.code, kExitOk);
  EXPECT_THAT(help.out, StartsWith("usage: flow check FILE... [--seed N]\n"));
  EXPECT_EQ(RunFlow({"check", "a", "--help"}).out, help.out);
  EXPECT_EQ(RunFlow({"help", "chekc"}).code, kExitUsage);
}

TEST(CommandTest, BehindTwoDashesHelpIsAFile) {
  EXPECT_EQ(RunFlow({"check", "--", "--help"}).out, "check(--,--help)");
}

TEST(CommandTest, TheVersionIsAFlagToo) {
  EXPECT_EQ(RunFlow({"--version"}).out, "version");
  EXPECT_EQ(RunFlow({"version"}).out, "version");
}

TEST(CommandTest, AUsageErrorNamesTheVerbAndItsUsage) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(UsageError(kCommands[0], "which file?"), kExitUsage);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "flow check: which file?\nusage: flow check FILE... [--seed N]\n");
}

}  // namespace
}  // namespace flow::lang
