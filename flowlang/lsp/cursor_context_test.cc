#include "flowlang/lsp/cursor_context.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {
namespace {

// "train.optimizer name 'ba'" of a text with a | where the cursor is: the
// groups around it, what could be there, the field, and the word.
std::string At(const std::string& marked) {
  const size_t cursor = marked.find('|');
  const SourceText source("a",
                          marked.substr(0, cursor) + marked.substr(cursor + 1));
  DiagnosticSink mistakes;
  const TokenTable tokens(source, &mistakes);
  const OutlineGroup root =
      ReadOutline(source, tokens, *Experiment::descriptor());
  const CursorContext context =
      ContextAt(source, tokens, root, static_cast<int>(cursor));
  std::string shown;
  for (const OutlineSetting* setting : context.via) {
    absl::StrAppend(&shown, shown.empty() ? "" : ".",
                    std::string(setting->name.text()));
  }
  const char* const places[] = {"nowhere", "name", "value"};
  absl::StrAppend(&shown, shown.empty() ? "" : " ",
                  places[static_cast<int>(context.place)]);
  if (context.setting != nullptr && context.field() == nullptr) {
    absl::StrAppend(&shown, " ?");
  } else if (context.setting != nullptr) {
    absl::StrAppend(&shown, " of ", context.field()->name());
  }
  return absl::StrCat(shown, " '", std::string(context.word.text()), "'");
}

TEST(CursorContextTest, InAnEmptyFileANameCouldBe) {
  EXPECT_EQ(At("|"), "name ''");
  EXPECT_EQ(At("\n|\n"), "name ''");
}

TEST(CursorContextTest, ANameIsTouchedFromBothSidesAndInside) {
  EXPECT_EQ(At("train { |batch: 64 }"), "train name of batch 'batch'");
  EXPECT_EQ(At("train { ba|tch: 64 }"), "train name of batch 'batch'");
  EXPECT_EQ(At("train { batch|: 64 }"), "train name of batch 'batch'");
  EXPECT_EQ(At("train { ba|"), "train name ? 'ba'");
  EXPECT_EQ(At("train { ba|\n}\nseed: 1"), "train name ? 'ba'");
}

TEST(CursorContextTest, ANameCouldBeBetweenSettings) {
  EXPECT_EQ(At("train {|}"), "train name ''");
  EXPECT_EQ(At("train { | batch: 64 }"), "train name ''");
  EXPECT_EQ(At("train { batch: 64 | }"), "train name ''");
  EXPECT_EQ(At("train { batch: 64 } |"), "name ''");
  EXPECT_EQ(At("train { ema { } | }"), "train name ''");
}

TEST(CursorContextTest, AValueIsBehindTheColon) {
  EXPECT_EQ(At("train { batch:|64 }"), "train value of batch '64'");
  EXPECT_EQ(At("train { batch: | 64 }"), "train value of batch ''");
  EXPECT_EQ(At("train { batch: 64| }"), "train value of batch '64'");
  EXPECT_EQ(At("train { batch: -6|4 }"), "train value of batch '-64'");
  EXPECT_EQ(At("nme: |7"), "value ? '7'");
}

TEST(CursorContextTest, AMissingValueIsBehindTheColonTillTheNextName) {
  EXPECT_EQ(At("train { batch: |\n steps: 1 }"), "train value of batch ''");
  EXPECT_EQ(At("train { batch:|"), "train value of batch ''");
  EXPECT_EQ(At("train { batch:\n  |\n}"), "train value of batch ''");
  EXPECT_EQ(At("train { batch: \n |steps: 1 }"), "train name of steps 'steps'");
}

TEST(CursorContextTest, QuotesAreValuesClosedOrNot) {
  EXPECT_EQ(At("extends: \"|\""), "value of extends '\"\"'");
  EXPECT_EQ(At("extends: \"ba|\nseed: 1"), "value of extends '\"ba'");
  EXPECT_EQ(At("extends: 'a # b|'"), "value of extends ''a # b''");
}

TEST(CursorContextTest, ListsHoldValuesOrGroups) {
  EXPECT_EQ(At("model { mlp { hidden: [8, 1|6] } }"),
            "model.mlp value of hidden '16'");
  EXPECT_EQ(At("model { mlp { hidden: [8, |] } }"),
            "model.mlp value of hidden ''");
  EXPECT_EQ(At("model { mlp { hidden: [8, |"), "model.mlp value of hidden ''");
  EXPECT_EQ(At("evaluate: [{ na| }, { samples: 2 }]"), "evaluate name ? 'na'");
  EXPECT_EQ(At("evaluate: [{ }, { samples: |2 }]"),
            "evaluate value of samples '2'");
}

TEST(CursorContextTest, NothingGoesBetweenANameAndItsValue) {
  EXPECT_EQ(At("train | { }"), "nowhere ''");
  EXPECT_EQ(At("seed | : 1"), "nowhere ''");
}

TEST(CursorContextTest, NothingIsCompletedInAComment) {
  EXPECT_EQ(At("# a|\nseed: 1"), "nowhere ''");
  EXPECT_EQ(At("train { # ba|\n}"), "train nowhere ''");
  EXPECT_EQ(At("train { batch: 64 # 1|\n}"), "train nowhere ''");
  EXPECT_EQ(At("train { # a\n |\n}"), "train name ''");
}

TEST(CursorContextTest, SurvivesUnknownNamesAndStrayBrackets) {
  EXPECT_EQ(At("trn { batch: 6|4 }"), "trn value ? '64'");
  EXPECT_EQ(At("} train { ba| }"), "train name ? 'ba'");
  EXPECT_EQ(At("train { ] ba| }"), "train name ? 'ba'");
}

TEST(CursorContextTest, TheNextGroupDoesNotHideAnOpenOne) {
  EXPECT_EQ(At("train {\n  ba|\nmodel { mlp { } }"), "train name ? 'ba'");
  EXPECT_EQ(At("train {\n  |\nmodel { mlp { } }"), "train name ''");
}

TEST(CursorContextTest, EveryPlaceOfEveryPrefixHasAContext) {
  const std::string text =
      "name: 'a' # b\nmodel: { mlp { hidden: [8, -9] } } evaluate: [{ } { "
      "metric < w2 { } > }] [a.b] { c: } train { : ] } \"\n}";
  for (size_t length = 0; length <= text.size(); ++length) {
    const std::string prefix = text.substr(0, length);
    for (size_t cursor = 0; cursor <= length; ++cursor) {
      const std::string shown =
          At(prefix.substr(0, cursor) + "|" + prefix.substr(cursor));
      EXPECT_FALSE(shown.empty());
    }
  }
}

}  // namespace
}  // namespace flow::lang
