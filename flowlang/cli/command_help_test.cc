#include "flowlang/cli/command_help.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    {"set", "FIELD=VALUE", "sets a field", /*repeated=*/true},
    {"format", "text|json", "how it is written"},
    {"write", "", "changes the files"},
};
constexpr Command kFull = {"check", "FILE...", "reports mistakes", kFlags,
                           nullptr};
constexpr Command kBare = {"version", "", "prints the version", {}, nullptr};

TEST(CommandHelpTest, TheUsageShowsOperandsAndFlags) {
  EXPECT_EQ(UsageOf(kFull),
            "check FILE... [--set FIELD=VALUE]... [--format text|json] "
            "[--write]");
  EXPECT_EQ(UsageOf(kBare), "version");
}

TEST(CommandHelpTest, TheHelpOfAVerbHasALineForEachFlag) {
  EXPECT_EQ(
      VerbHelp("flow", kFull),
      R"(usage: flow check FILE... [--set FIELD=VALUE]... [--format text|json] [--write]

reports mistakes

  --set FIELD=VALUE   sets a field
  --format text|json  how it is written
  --write             changes the files
)");
  EXPECT_EQ(VerbHelp("flow", kBare),
            "usage: flow version\n\nprints the version\n");
}

TEST(CommandHelpTest, TheListHasALineForEachVerb) {
  const Command commands[] = {kFull, kBare};
  EXPECT_EQ(VerbList("flow", commands), R"(usage: flow VERB [ARGUMENTS]

  check    reports mistakes
  version  prints the version

`flow help VERB` shows what a verb takes.
)");
}

}  // namespace
}  // namespace flow::lang
