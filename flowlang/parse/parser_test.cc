#include "flowlang/parse/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/diag_testing.h"
#include "flowlang/parse/testing/sample.pb.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

class ParserTest : public DiagnosticTest {
 protected:
  bool Parse(std::string text) {
    sources_.push_back(
        std::make_unique<SourceText>("a.textproto", std::move(text)));
    return ParseTextproto(*sources_.back(), &trial_, &locations_, sink());
  }
  // What a person sees of a text that is wrong, after a line break.
  std::string Mistakes(std::string text) {
    EXPECT_FALSE(Parse(std::move(text)));
    return "\n" + TakeRendered();
  }
  // "name | value" of a path.
  std::string Words(const std::string& path) const {
    const FieldLocation* found = locations_.Find(path);
    if (found == nullptr) return "nowhere";
    return absl::StrCat(found->name.text(), " | ", found->value.text());
  }

  // all of them: the sink points into each
  std::vector<std::unique_ptr<SourceText>> sources_;
  sample::Trial trial_;
  LocationMap locations_;
};

TEST_F(ParserTest, FillsTheMessage) {
  ASSERT_TRUE(Parse(R"(
# a comment
name: "moons" seed: 7,
train { batch: 64; learning_rate: 1e-2 shuffle: true activation: SILU
        betas: [0.9, 0.999] }
coupling: < minibatch_ot { solver: EXACT } >
evaluate { name: "a" metric { w2 {} } metric { sliced_w2 { projections: 9 } } }
evaluate [{ name: "b" }, { name: 'c' "d" }]
)"));
  EXPECT_EQ(trial_.ShortDebugString(),
            "name: \"moons\" train { batch: 64 learning_rate: 0.01 "
            "shuffle: true betas: 0.9 betas: 0.999 activation: SILU } "
            "coupling { minibatch_ot { solver: EXACT } } "
            "evaluate { name: \"a\" metric { w2 { } } "
            "metric { sliced_w2 { projections: 9 } } } "
            "evaluate { name: \"b\" } evaluate { name: \"cd\" } seed: 7");
}

TEST_F(ParserTest, LocatesEveryField) {
  ASSERT_TRUE(Parse(R"(train { batch: 64 learning_rate: - 1e-2 }
evaluate { name: "a" "b" metric { w2 {} } metric { sliced_w2 { } } }
)"));
  EXPECT_EQ(Words("train"), "train | { batch: 64 learning_rate: - 1e-2 }");
  EXPECT_EQ(Words("train.batch"), "batch | 64");
  EXPECT_EQ(Words("train.learning_rate"), "learning_rate | - 1e-2");
  EXPECT_EQ(Words("evaluate[0].name"), "name | \"a\" \"b\"");
  EXPECT_EQ(Words("evaluate[0].metric[0].w2"), "w2 | {}");
  EXPECT_EQ(Words("evaluate[0].metric[1]"), "metric | { sliced_w2 { } }");
  EXPECT_EQ(Words("evaluate"), "nowhere") << "repeated fields carry an index";
  EXPECT_EQ(Words("train.steps"), "nowhere");
  EXPECT_EQ(locations_.size(), 9u);
}

TEST_F(ParserTest, LocatesElementsOfLists) {
  ASSERT_TRUE(Parse(R"(seeds: 5 seeds: [6, -7] tag: []
train { activations: [SILU, TANH] }
evaluate [ { name: "a" }, < samples: 9 > ]
)"));
  EXPECT_EQ(Words("seeds[0]"), "seeds | 5");
  EXPECT_EQ(Words("seeds[1]"), "seeds | 6");
  EXPECT_EQ(Words("seeds[2]"), "seeds | -7");
  EXPECT_EQ(Words("tag"), "tag | []") << "an empty list has a place too";
  EXPECT_EQ(Words("train.activations[1]"), "activations | TANH");
  EXPECT_EQ(Words("evaluate[1]"), "evaluate | < samples: 9 >");
  EXPECT_EQ(Words("evaluate[1].samples"), "samples | 9");
}

TEST_F(ParserTest, TheRootIsTheFirstTokenAndTheWholeText) {
  ASSERT_TRUE(Parse("# comment\nseed: 1\n"));
  EXPECT_EQ(locations_.root().name.text(), "seed");
  EXPECT_EQ(locations_.root().value.text(), "# comment\nseed: 1\n");
}

TEST_F(ParserTest, AnEmptyTextIsAnEmptyMessage) {
  for (const char* text : {"", "\n", "# only a comment", "\r\n# two\r\n"}) {
    trial_.set_name("left over");
    EXPECT_TRUE(Parse(text));
    EXPECT_EQ(trial_.ByteSizeLong(), 0u);
    EXPECT_EQ(locations_.root().name.begin, 0);
  }
}

TEST_F(ParserTest, ReportsEveryMistakeInOneRun) {
  EXPECT_EQ(Mistakes(R"(name: moons
train {
	learning_rte: 0.1
  batch: 1.5
  steps: 2e4
  betas: [0.9, high, 0.2]
  activation: SWISHY
  shuffle: yes
}
coupling { minibatch_ot { solvr: EXACT } }
evaluate { name: "a" name: "b" }
)"),
            R"(
a.textproto:1:7: error: 'name' must be text in quotes; got moons [wrong-type]
    1 | name: moons
      |       ^~~~~
      = help: write "moons"
a.textproto:3:2: error: 'train' has no field 'learning_rte' [unknown-field]
    3 | 	learning_rte: 0.1
      | 	^~~~~~~~~~~~
      = help: did you mean 'learning_rate'?
a.textproto:4:10: error: 'train.batch' must be a whole number; got 1.5 [wrong-type]
    4 |   batch: 1.5
      |          ^~~
a.textproto:5:10: error: 'train.steps' must be a whole number; got 2e4 [wrong-type]
    5 |   steps: 2e4
      |          ^~~
      = help: write 20000
a.textproto:6:16: error: 'train.betas[1]' must be a number; got high [wrong-type]
    6 |   betas: [0.9, high, 0.2]
      |                ^~~~
a.textproto:7:15: error: 'train.activation' has no value 'SWISHY' [unknown-value]
    7 |   activation: SWISHY
      |               ^~~~~~
      = help: choose one of RELU, SILU, TANH, GELU
a.textproto:8:12: error: 'train.shuffle' must be true or false; got yes [wrong-type]
    8 |   shuffle: yes
      |            ^~~
a.textproto:10:27: error: coupling 'minibatch_ot' has no field 'solvr' [unknown-field]
   10 | coupling { minibatch_ot { solvr: EXACT } }
      |                           ^~~~~
      = help: did you mean 'solver'?
a.textproto:11:22: error: 'evaluate[0].name' is set twice [duplicate-field]
   11 | evaluate { name: "a" name: "b" }
      |                      ^~~~
a.textproto:11:12: note: first set here
   11 | evaluate { name: "a" name: "b" }
      |            ^~~~
9 errors in a.textproto
)");
}

TEST_F(ParserTest, WhatIsRightIsKeptBesideMistakes) {
  EXPECT_FALSE(Parse("seed: 7 train { batch: 64 stepz: 5 steps: 9 } nam: 1"));
  EXPECT_EQ(trial_.ShortDebugString(), "train { batch: 64 steps: 9 } seed: 7");
  EXPECT_EQ(Words("train.steps"), "steps | 9");
  TakeError(Code::kUnknownField, "'train' has no field 'stepz'");
  TakeError(Code::kUnknownField, "the trial has no field 'nam'");
}

TEST_F(ParserTest, AnUnknownFieldIsReportedOnceWhateverItHolds) {
  for (const char* value :
       {": 1", ": -1.5", ": \"a\" 'b'", " { x: 1 y { z: [1, 2] } }",
        ": { a: 1 }", " <>", ": [1, [2]]", "", " EXACT", " = 5"}) {
    SCOPED_TRACE(value);
    EXPECT_FALSE(Parse(absl::StrCat("foo", value, "\nseed: 3")));
    TakeError(Code::kUnknownField, "the trial has no field 'foo'");
    EXPECT_EQ(trial_.seed(), 3u);
  }
}

TEST_F(ParserTest, TwoChoicesOfOneKindClash) {
  EXPECT_EQ(Mistakes("coupling {\n"
                     "  independent {}\n"
                     "  minibatch_ot { solvr: 1 }\n"
                     "}\n"),
            R"(
a.textproto:3:3: error: 'coupling' takes one choice; got 'minibatch_ot' beside 'independent' [oneof-clash]
    3 |   minibatch_ot { solvr: 1 }
      |   ^~~~~~~~~~~~
a.textproto:2:3: note: first chosen here
    2 |   independent {}
      |   ^~~~~~~~~~~
1 error in a.textproto
)");
}

TEST_F(ParserTest, ReadsTheExtensionsThatItIsLinkedWith) {
  ASSERT_TRUE(Parse("coupling { [ flow.sample.spiral ] { turns: 2 } }"));
  EXPECT_EQ(trial_.coupling().GetExtension(sample::spiral).turns(), 2);
  EXPECT_EQ(Words("coupling.[flow.sample.spiral].turns"), "turns | 2");
}

TEST_F(ParserTest, AnExtensionIsOneMoreChoice) {
  EXPECT_EQ(Mistakes("coupling {\n"
                     "  independent {}\n"
                     "  [flow.sample.spiral] { turns: 2 }\n"
                     "}\n"),
            R"(
a.textproto:3:3: error: 'coupling' takes one choice; got '[flow.sample.spiral]' beside 'independent' [oneof-clash]
    3 |   [flow.sample.spiral] { turns: 2 }
      |   ^~~~~~~~~~~~~~~~~~~~
a.textproto:2:3: note: first chosen here
    2 |   independent {}
      |   ^~~~~~~~~~~
1 error in a.textproto
)");
}

TEST_F(ParserTest, SaysWhatAnUnknownExtensionNeeds) {
  EXPECT_EQ(Mistakes("coupling { [my.lab.helix] { turns: 2 } }\n"
                     "train { [my.lab.helix]: 5 batch: 0.5 }\n"),
            R"(
a.textproto:1:12: error: 'coupling' has no extension 'my.lab.helix' [unknown-field]
    1 | coupling { [my.lab.helix] { turns: 2 } }
      |            ^~~~~~~~~~~~~~
      = help: the program that reads it must be linked with the .proto file that declares the extension
a.textproto:2:9: error: 'train' has no extension 'my.lab.helix' [unknown-field]
    2 | train { [my.lab.helix]: 5 batch: 0.5 }
      |         ^~~~~~~~~~~~~~
      = help: it takes no extensions
a.textproto:2:34: error: 'train.batch' must be a whole number; got 0.5 [wrong-type]
    2 | train { [my.lab.helix]: 5 batch: 0.5 }
      |                                  ^~~
3 errors in a.textproto
)");
}

TEST_F(ParserTest, AWordWhereAGroupBelongs) {
  EXPECT_EQ(Mistakes("coupling: independnt\ntrain: 5"), R"(
a.textproto:1:11: error: 'coupling' must be a group { ... }; got independnt [wrong-type]
    1 | coupling: independnt
      |           ^~~~~~~~~~
      = help: write coupling { independent {} }
a.textproto:2:8: error: 'train' must be a group { ... }; got 5 [wrong-type]
    2 | train: 5
      |        ^
2 errors in a.textproto
)");
}

TEST_F(ParserTest, AGroupOrAListWhereOneValueBelongs) {
  EXPECT_EQ(Mistakes("train { batch: { a: 1 }\n steps: [1, 2]\n"
                     " betas: [[1], 2] }\n seed { a: 1 }\n"),
            R"(
a.textproto:1:16: error: 'train.batch' must be a whole number; got a group [wrong-type]
    1 | train { batch: { a: 1 }
      |                ^
a.textproto:2:9: error: 'train.steps' must be a whole number; got a list [wrong-type]
    2 |  steps: [1, 2]
      |         ^~~~~~
a.textproto:3:10: error: 'train.betas[0]' must be a number; got a list [wrong-type]
    3 |  betas: [[1], 2] }
      |          ^
a.textproto:4:7: error: 'seed' must be a whole number; got a group [wrong-type]
    4 |  seed { a: 1 }
      |       ^
4 errors in a.textproto
)");
}

TEST_F(ParserTest, AMissingColon) {
  EXPECT_EQ(Mistakes("train { batch 64 steps = 9 }\nseed 7"), R"(
a.textproto:1:15: error: expected ':' after 'batch'; got '64' [syntax]
    1 | train { batch 64 steps = 9 }
      |               ^~
a.textproto:1:24: error: expected ':' after 'steps'; got '=' [syntax]
    1 | train { batch 64 steps = 9 }
      |                        ^
a.textproto:2:6: error: expected ':' after 'seed'; got '7' [syntax]
    2 | seed 7
      |      ^
3 errors in a.textproto
)");
  EXPECT_EQ(trial_.train().steps(), 9) << "reads on as if it were there";
}

TEST_F(ParserTest, AMissingValue) {
  EXPECT_EQ(Mistakes("train { batch:\n  steps: 9\n betas: [1, ] }\nseed:"), R"(
a.textproto:2:3: error: expected a whole number for 'train.batch'; got 'steps' [syntax]
    2 |   steps: 9
      |   ^~~~~
a.textproto:3:13: error: expected a number for 'train.betas[1]'; got ']' [syntax]
    3 |  betas: [1, ] }
      |             ^
a.textproto:4:6: error: expected a whole number for 'seed'; got the end of the file [syntax]
    4 | seed:
      |      ^
3 errors in a.textproto
)");
  EXPECT_EQ(trial_.train().steps(), 9);
}

TEST_F(ParserTest, AMissingBraceIsSeenWhereTheNextSettingBegins) {
  EXPECT_EQ(Mistakes(R"(train {
  batch: 64
coupling { independent {} }
seed: 3
)"),
            R"(
a.textproto:3:1: error: a '}' is missing before 'coupling' [syntax]
    3 | coupling { independent {} }
      | ^~~~~~~~
a.textproto:1:1: note: 'train' begins here
    1 | train {
      | ^~~~~
1 error in a.textproto
)");
  EXPECT_EQ(trial_.seed(), 3u);
  EXPECT_TRUE(trial_.coupling().has_independent());
}

TEST_F(ParserTest, AMissingBraceInsideIsReportedOnce) {
  EXPECT_FALSE(
      Parse("coupling { minibatch_ot { epsilon: 1 }\nseed: 3\n"
            "train { batch: 5 }"));
  TakeError(Code::kSyntax, "a '}' is missing before 'seed'");
  EXPECT_EQ(trial_.train().batch(), 5);
}

TEST_F(ParserTest, AMissingBraceAtTheEnd) {
  EXPECT_EQ(Mistakes("evaluate {\n  metric {\n"), R"(
a.textproto:2:10: error: this '{' is never closed [syntax]
    2 |   metric {
      |          ^
1 error in a.textproto
)");
}

TEST_F(ParserTest, BracketsThatDoNotMatch) {
  EXPECT_EQ(Mistakes("train { batch: 5 >\nseed: 3 }\n"), R"(
a.textproto:1:18: error: expected '}' to close 'train'; got '>' [syntax]
    1 | train { batch: 5 >
      |                  ^
a.textproto:1:7: note: opened here
    1 | train { batch: 5 >
      |       ^
a.textproto:2:9: error: this '}' closes nothing [syntax]
    2 | seed: 3 }
      |         ^
2 errors in a.textproto
)");
}

TEST_F(ParserTest, WhatCannotBeTheNameOfASetting) {
  EXPECT_EQ(Mistakes("seed: 3,,\n5\n[flow.ext]: 1\ntrain {}"), R"(
a.textproto:1:9: error: expected the name of a setting; got ',' [syntax]
    1 | seed: 3,,
      |         ^
1 error in a.textproto
)") << "reads on at the next setting";
  EXPECT_TRUE(trial_.has_train());
}

TEST_F(ParserTest, ABadListReadsOnBehindIt) {
  EXPECT_FALSE(Parse("train { betas: [0.9 0.99] steps: 5 }\nseeds: [1, 2"));
  TakeError(Code::kSyntax, "expected ',' or ']' in the list; got '0.99'");
  TakeError(Code::kSyntax,
            "expected ',' or ']' in the list; got the end of the file");
  EXPECT_EQ(trial_.train().steps(), 5);
}

TEST_F(ParserTest, ABadTokenIsReportedOnce) {
  EXPECT_FALSE(Parse("name: “moons”\ntag: [\"a, 1]\ntrain { batch: 5 }"));
  TakeError(Code::kSyntax, "'“' has no meaning");
  TakeError(Code::kSyntax, "'”' has no meaning");
  TakeError(Code::kSyntax, "not closed on its line");
  EXPECT_EQ(trial_.train().batch(), 5);
}

TEST_F(ParserTest, NumbersOutsideOfTheirType) {
  EXPECT_FALSE(Parse("seed: -1 train { steps: 3000000000 }"));
  TakeError(Code::kOutOfRange, "'seed' must be >= 0; got -1");
  TakeError(Code::kOutOfRange,
            "'train.steps' must be <= 2147483647; got 3000000000");
}

TEST_F(ParserTest, TheCaretIsRightBehindTabsAndWideCharacters) {
  EXPECT_EQ(Mistakes("\t\tname: \"→ü\"\tseed:\tx\n"),
            "\n"
            "a.textproto:1:23: error: 'seed' must be a whole number; got x "
            "[wrong-type]\n"
            "    1 | \t\tname: \"→ü\"\tseed:\tx\n"
            "      | \t\t          \t     \t^\n"
            "1 error in a.textproto\n");
}

}  // namespace
}  // namespace flow::lang
