#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "flowlang/cli/command_testing.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/diag/code.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Outcome Explain(const std::vector<std::string>& words) {
  return Capture([&] { return kExplainCommand.run(words); });
}

std::vector<std::string> Lines(const std::string& text) {
  return absl::StrSplit(text, '\n');
}

TEST(ExplainCommandTest, ListsEveryCodeInOneLine) {
  const Outcome outcome = Explain({});
  EXPECT_EQ(outcome.code, kExitOk);
  EXPECT_EQ(Lines(outcome.out).size(), AllCodes().size() + 1);
  EXPECT_THAT(outcome.out,
              HasSubstr("out-of-range          the value breaks the setting's "
                        "rule\n"));
}

TEST(ExplainCommandTest, ShowsTheExplanationAndTheExample) {
  const Outcome outcome = Explain({"duplicate-field"});
  EXPECT_EQ(outcome.code, kExitOk);
  EXPECT_THAT(outcome.err, IsEmpty());
  EXPECT_EQ(outcome.out, R"(duplicate-field: a setting is given twice

A setting that takes one value is given two. Which one would win is a matter of
order that a reader easily misses, so neither does; the note shows the first
one. Delete one of them. Only lists, such as the metrics of a protocol, may be
continued by writing their name again.

For example:

    train {
      batch: 64
      batch: 128
    }
)");
}

TEST(ExplainCommandTest, ACodeMayHaveNoExample) {
  EXPECT_THAT(Explain({"not-supported"}).out,
              testing::Not(HasSubstr("For example")));
}

TEST(ExplainCommandTest, NoLineIsLongerThanEightyColumns) {
  for (const CodeEntry& entry : AllCodes()) {
    for (const std::string& line :
         Lines(Explain({std::string(entry.slug)}).out)) {
      EXPECT_LE(line.size(), 80u) << line;
    }
  }
}

TEST(ExplainCommandTest, SuggestsTheCodeThatWasMeant) {
  const Outcome outcome = Explain({"out-of-rang"});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err,
              StartsWith("flow explain: there is no code 'out-of-rang'; did "
                         "you mean 'out-of-range'?\n"));
}

TEST(ExplainCommandTest, PointsToTheListForACodeLikeNone) {
  EXPECT_THAT(Explain({"qqqqqq"}).err, HasSubstr("`flow explain` alone"));
}

TEST(ExplainCommandTest, ExplainsOneCodeAtATime) {
  EXPECT_EQ(Explain({"syntax", "wrong-type"}).code, kExitUsage);
  EXPECT_EQ(Explain({"--all"}).code, kExitUsage);
}

}  // namespace
}  // namespace flow::lang
