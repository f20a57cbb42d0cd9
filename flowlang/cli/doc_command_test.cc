#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "flowlang/cli/command_testing.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/manual/reference.h"
#include "flowlang/manual/setting_paths.h"
#include "flowlang/manual/topics.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Outcome Doc(const std::vector<std::string>& words) {
  return Capture([&] { return kDocCommand.run(words); });
}

TEST(DocCommandTest, ListsTopicsThatItKnows) {
  const Outcome outcome = Doc({});
  EXPECT_EQ(outcome.code, kExitOk);
  for (const Topic& topic : AllTopics()) {
    EXPECT_THAT(outcome.out, HasSubstr(topic.name));
    const Outcome page = Doc({topic.name});
    EXPECT_EQ(page.code, kExitOk);
    EXPECT_THAT(page.out, StartsWith(std::string(topic.name) + "\n"));
  }
}

TEST(DocCommandTest, ShowsAMessageWithItsSettings) {
  const Outcome outcome = Doc({"train.ema"});
  EXPECT_EQ(outcome.code, kExitOk);
  EXPECT_THAT(outcome.err, IsEmpty());
  EXPECT_EQ(outcome.out, R"(train.ema

  train { ema { ... } }

Evaluate an average of the weights over the steps instead of the last ones.

Ema: average <- decay average + (1 - decay) weights, from the first step on.

Settings:

  decay: number, at least 0 and less than 1; 0.999 when left out
      How much of the average a step keeps.
)");
}

TEST(DocCommandTest, ShowsAPlainValueWithItsWordsAndAdvice) {
  const Outcome activation = Doc({"activation"});
  EXPECT_THAT(activation.out,
              StartsWith("model.mlp.activation\n\n"
                         "  model { mlp { activation: SILU } }\n\n"
                         "one of SILU"));
  EXPECT_THAT(activation.out,
              HasSubstr("\n  SILU      x sigmoid(x), also called swish. "
                        "(default)\n"));
  EXPECT_THAT(Doc({"train.batch"}).out, HasSubstr("\nHelp: 256 is a usual"));
}

TEST(DocCommandTest, ShowsChoices) {
  EXPECT_THAT(Doc({"train.optimizer"}).out,
              HasSubstr("\nChoose one:\n\n  adam   Adaptive moments.\n"));
  EXPECT_THAT(Doc({"evaluate.sampler"}).out, HasSubstr("\nBeside it:\n"));
}

TEST(DocCommandTest, ShowsHowAFileHasIt) {
  EXPECT_THAT(Doc({"suite.seeds"}).out, HasSubstr("\n  seeds: ...\n"));
  EXPECT_THAT(Doc({"w2"}).out,
              HasSubstr("\n  evaluate { metric { w2 {} } }\n"));
  EXPECT_THAT(Doc({"train.batch"}).out,
              HasSubstr("\n  train { batch: 256 }\n"));
}

TEST(DocCommandTest, ListsWhatANameMayMean) {
  const Outcome outcome = Doc({"learning_rate"});
  EXPECT_EQ(outcome.code, kExitOk);
  EXPECT_THAT(outcome.out, HasSubstr("may be one of:\n\n"));
  EXPECT_THAT(outcome.out,
              HasSubstr("\n  train.optimizer.adam.learning_rate\n"));
}

TEST(DocCommandTest, SuggestsTheNameThatWasMeant) {
  const Outcome outcome = Doc({"train.optimiser"});
  EXPECT_EQ(outcome.code, kExitUsage);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err,
              StartsWith("flow doc: 'train' has no setting 'optimiser'; did "
                         "you mean 'optimizer'?\n"));
}

TEST(DocCommandTest, TakesOneNameOrMarkdown) {
  EXPECT_EQ(Doc({"--markdown"}).out, LanguageReference());
  EXPECT_EQ(Doc({"--markdown", "train"}).code, kExitUsage);
  EXPECT_EQ(Doc({"train", "path"}).code, kExitUsage);
  EXPECT_EQ(Doc({"--all"}).code, kExitUsage);
}

TEST(DocCommandTest, EverySettingHasAPageWithoutLongLines) {
  for (const Setting& setting : AllSettings()) {
    const Outcome outcome = Doc({setting.path});
    EXPECT_EQ(outcome.code, kExitOk) << setting.path;
    for (const std::string& line :
         std::vector<std::string>(absl::StrSplit(outcome.out, '\n'))) {
      EXPECT_LE(CodePointCount(line), 80) << line;
    }
  }
}

}  // namespace
}  // namespace flow::lang
