#include "flowlang/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/cli/commands.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr Flag kFlags[] = {
    {"set", "FIELD=VALUE", "sets a file's field", /*repeated=*/true},
    {"format", "text|json", "how it is written"},
    {"out", "FILE", "where [to]: here"},
    {"write", "", "changes the files"},
};
constexpr Command kCommands[] = {
    {"check", "FILE...", "reports mistakes", kFlags, nullptr},
    {"compare", "DIR...", "puts runs side by side", {}, nullptr},
    {"completion", "bash|zsh", "prints a script", {}, nullptr},
    {"version", "", "prints the version", {}, nullptr},
};

// A folder with things to complete, as this test's working folder.
class BashCompletionTest : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = testing::TempDir() + "/completion";
    ASSERT_OK(MakeDirectories(folder + "/runs"));
    ASSERT_OK(WriteFileAtomically(folder + "/moons.textproto", ""));
    ASSERT_OK(WriteFileAtomically(folder + "/two words.textproto", ""));
    ASSERT_OK(WriteFileAtomically(folder + "/page.html", ""));
    ASSERT_EQ(chdir(folder.c_str()), 0);
  }

  // What bash prints for this code once it has the completion of `commands`.
  static std::string Bash(absl::Span<const Command> commands,
                          const std::string& code) {
    EXPECT_OK(WriteFileAtomically(
        "script.bash", absl::StrCat(BashCompletion(commands), code, "\n")));
    FILE* bash = popen("bash --norc script.bash 2>&1", "r");
    std::string output;
    for (int c = std::fgetc(bash); c != EOF; c = std::fgetc(bash)) {
      output += static_cast<char>(c);
    }
    EXPECT_EQ(pclose(bash), 0) << output;
    EXPECT_EQ(remove("script.bash"), 0);
    return output;
  }

  // What is offered for the last of the words, as bash splits them.
  static std::vector<std::string> Complete(
      absl::Span<const Command> commands,
      const std::vector<std::string>& words) {
    const std::string output = Bash(
        commands, absl::StrCat("COMP_WORDS=('", absl::StrJoin(words, "' '"),
                               "'); COMP_CWORD=", words.size() - 1,
                               "; _flow; printf '%s\\n' \"${COMPREPLY[@]}\""));
    return absl::StrSplit(output, '\n', absl::SkipEmpty());
  }
  static std::vector<std::string> Complete(
      const std::vector<std::string>& words) {
    return Complete(kCommands, words);
  }
};

TEST_F(BashCompletionTest, IsRegisteredForTheProgram) {
  EXPECT_EQ(Bash(kCommands, "complete -p flow"), "complete -F _flow flow\n");
}

TEST_F(BashCompletionTest, OffersVerbs) {
  EXPECT_THAT(Complete({"flow", ""}),
              UnorderedElementsAre("check", "compare", "completion", "version",
                                   "help"));
  EXPECT_THAT(Complete({"flow", "com"}),
              UnorderedElementsAre("compare", "completion"));
  EXPECT_THAT(Complete({"flow", "--v"}), ElementsAre("--version"));
  EXPECT_THAT(Complete({"flow", "help", "ch"}), ElementsAre("check"));
}

TEST_F(BashCompletionTest, OffersTheFlagsOfTheVerb) {
  EXPECT_THAT(
      Complete({"flow", "check", "--"}),
      UnorderedElementsAre("--help", "--set", "--format", "--out", "--write"));
  EXPECT_THAT(Complete({"flow", "compare", "--"}), ElementsAre("--help"));
}

TEST_F(BashCompletionTest, OffersTheValuesOfAFlagInEitherForm) {
  EXPECT_THAT(Complete({"flow", "check", "--format", ""}),
              ElementsAre("text", "json"));
  EXPECT_THAT(Complete({"flow", "check", "--format", "="}),
              ElementsAre("text", "json"));
  EXPECT_THAT(Complete({"flow", "check", "--format", "=", "j"}),
              ElementsAre("json"));
  EXPECT_THAT(Complete({"flow", "check", "--set", ""}), IsEmpty());
  EXPECT_THAT(Complete({"flow", "check", "--out", "page"}),
              ElementsAre("page.html"));
}

TEST_F(BashCompletionTest, OffersDescriptionsAndFolders) {
  EXPECT_THAT(
      Complete({"flow", "check", ""}),
      UnorderedElementsAre("moons.textproto", "two words.textproto", "runs"));
  EXPECT_THAT(Complete({"flow", "compare", ""}), ElementsAre("runs"));
}

TEST_F(BashCompletionTest, BehindAFlagWithoutAValueIsAnOperand) {
  EXPECT_THAT(Complete({"flow", "check", "--write", "m"}),
              ElementsAre("moons.textproto"));
}

TEST_F(BashCompletionTest, OffersWordsAsOperands) {
  EXPECT_THAT(Complete({"flow", "completion", ""}), ElementsAre("bash", "zsh"));
  EXPECT_THAT(Complete({"flow", "version", ""}), IsEmpty());
}

TEST_F(BashCompletionTest, KnowsTheRealVerbs) {
  EXPECT_THAT(Complete(AllCommands(), {"flow", "explain", "unk"}),
              UnorderedElementsAre("unknown-field", "unknown-value"));
  EXPECT_THAT(Complete(AllCommands(), {"flow", "check", "--format", "s"}),
              ElementsAre("sarif"));
  std::vector<std::string> verbs = {"help"};
  for (const Command& command : AllCommands()) verbs.push_back(command.name);
  EXPECT_THAT(Complete(AllCommands(), {"flow", ""}),
              testing::UnorderedElementsAreArray(verbs));
}

TEST(ZshCompletionTest, DescribesVerbsFlagsAndOperands) {
  const std::string script = ZshCompletion(kCommands);
  EXPECT_THAT(script, testing::StartsWith("#compdef flow\n"));
  EXPECT_THAT(script, HasSubstr("    'check:reports mistakes'\n"));
  EXPECT_THAT(script, HasSubstr(R"(
    check) _arguments \
      '*--set=[sets a file'\''s field]:FIELD=VALUE: ' \
      '--format=[how it is written]:text|json:(text json)' \
      '--out=[where \[to\]\: here]:FILE:_files' \
      '--write[changes the files]' \
      '*:FILE...:_files -g "*.textproto"' ;;
    compare) _arguments \
      '*:DIR...:_files -/' ;;
)"));
  EXPECT_THAT(script, HasSubstr("\n    version) _arguments ;;\n"));
}

TEST(FishCompletionTest, DescribesVerbsFlagsAndOperands) {
  const std::string script = FishCompletion(kCommands);
  EXPECT_THAT(script, HasSubstr("complete -c flow -n __fish_use_subcommand "
                                "-a check -d 'reports mistakes'\n"));
  const std::string check =
      "complete -c flow -n '__fish_seen_subcommand_from check'";
  EXPECT_THAT(script, HasSubstr(check + " -l set -x -d 'sets a file\\'s "
                                        "field'\n"));
  EXPECT_THAT(script, HasSubstr(check + " -l format -x -a 'text json' -d"));
  EXPECT_THAT(script, HasSubstr(check + " -l out -r -F -d"));
  EXPECT_THAT(script, HasSubstr(check + " -l write -d 'changes the files'\n"));
  EXPECT_THAT(script, HasSubstr(check + " -k -a '(__fish_complete_suffix "
                                        ".textproto)'\n"));
}

}  // namespace
}  // namespace flow::lang
