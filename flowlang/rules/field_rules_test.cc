#include "flowlang/rules/field_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/diag_testing.h"
#include "flowlang/parse/parser.h"
#include "flowlang/parse/testing/sample.pb.h"

namespace flow::lang {
namespace {

class FieldRulesTest : public DiagnosticTest {
 protected:
  // Checks a text that parses.
  void Check(std::string text) {
    sources_.push_back(
        std::make_unique<SourceText>("a.textproto", std::move(text)));
    sample::Trial trial;
    LocationMap locations;
    ASSERT_TRUE(ParseTextproto(*sources_.back(), &trial, &locations, sink()));
    CheckFieldRules(trial, locations, sink());
  }
  // The same with what the root needs anyway.
  void CheckIn(const std::string& text) {
    Check(absl::StrCat("name: \"a\" seeds: 1\n", text));
  }
  std::string Rendered(const std::string& text) {
    CheckIn(text);
    return "\n" + TakeRendered();
  }

  std::vector<std::unique_ptr<SourceText>> sources_;
};

TEST_F(FieldRulesTest, SaysNothingOfWhatIsRight) {
  CheckIn(R"(
train { batch: 1 steps: 1000000 learning_rate: 0.999 betas: [0, 0.5]
        drop: 1 radius: inf }
coupling { minibatch_ot { epsilon: 1e-9 } }
evaluate { name: "e" samples: 2 metric { w2 {} } }
tag: ["x", "y"]
)");
}

TEST_F(FieldRulesTest, AnExtensionIsAChoiceAndObeysItsOwnRules) {
  CheckIn("coupling { [flow.sample.spiral] { turns: 2 } }");
  CheckIn("coupling { [flow.sample.spiral] { turns: -1 } }");
  TakeError(Code::kOutOfRange,
            "'coupling.[flow.sample.spiral].turns' must be > 0; got -1");
  CheckIn("coupling { [flow.sample.spiral] {} }");
  TakeError(Code::kMissingRequired,
            "'coupling.[flow.sample.spiral]' needs 'turns'");
}

TEST_F(FieldRulesTest, RangesNameTheRuleTheValueAndTheAdvice) {
  EXPECT_EQ(Rendered("train {\n\tbatch: 0 steps: 2000000\n}"), R"(
a.textproto:3:9: error: 'train.batch' must be >= 1; got 0 [out-of-range]
    3 | 	batch: 0 steps: 2000000
      | 	       ^
      = help: 256 is a usual size for two-dimensional data
a.textproto:3:18: error: 'train.steps' must be <= 1000000; got 2000000 [out-of-range]
    3 | 	batch: 0 steps: 2000000
      | 	                ^~~~~~~
2 errors in a.textproto
)");
}

TEST_F(FieldRulesTest, ElementsCarryTheirIndex) {
  EXPECT_EQ(Rendered("train { betas: [0.9, 1.5, - 1] }"), R"(
a.textproto:2:22: error: 'train.betas[1]' must be < 1; got 1.5 [out-of-range]
    2 | train { betas: [0.9, 1.5, - 1] }
      |                      ^~~
a.textproto:2:27: error: 'train.betas[2]' must be >= 0; got - 1 [out-of-range]
    2 | train { betas: [0.9, 1.5, - 1] }
      |                           ^~~
2 errors in a.textproto
)");
}

TEST_F(FieldRulesTest, TheEndsOfARangeAreInOrOut) {
  CheckIn("train { learning_rate: 0 }");
  TakeError(Code::kOutOfRange, "must be > 0; got 0");
  CheckIn("train { learning_rate: 1 }");
  TakeError(Code::kOutOfRange, "must be < 1; got 1");
  CheckIn("train { drop: -0.1 }");
  TakeError(Code::kOutOfRange, "must be between 0 and 1; got -0.1");
}

TEST_F(FieldRulesTest, NumbersAreFiniteUnlessTheSchemaSaysOtherwise) {
  CheckIn("train { learning_rate: nan radius: inf }");
  TakeError(Code::kOutOfRange, "'train.learning_rate' must be finite; got nan");
  CheckIn("scalars { f64: 1e400 f32: -inf }");
  TakeError(Code::kOutOfRange, "'scalars.f64' must be finite; got 1e400");
  TakeError(Code::kOutOfRange, "'scalars.f32' must be finite; got -inf");
  CheckIn("train { radius: nan }");
  TakeError(Code::kOutOfRange, "'train.radius' must be > 0; got nan");
}

TEST_F(FieldRulesTest, TheRootMissesSomethingAtTheBeginningOfTheFile) {
  Check("# a comment\n\nseeds: 1\n");
  EXPECT_EQ(TakeRendered(),
            R"(a.textproto:1:1: error: the trial needs 'name' [missing-required]
    1 | # a comment
      | ^
1 error in a.textproto
)");
}

TEST_F(FieldRulesTest, AMessageMissesSomethingAtItsName) {
  EXPECT_EQ(Rendered("evaluate { name: \"e\" metric { w2 {} } }\n"
                     "evaluate {\n  metric { w2 {} }\n}"),
            R"(
a.textproto:3:1: error: 'evaluate[1]' needs 'name' [missing-required]
    3 | evaluate {
      | ^~~~~~~~
1 error in a.textproto
)");
}

TEST_F(FieldRulesTest, AOneofMayNeedAChoice) {
  EXPECT_EQ(Rendered("coupling { }"), R"(
a.textproto:2:1: error: 'coupling' needs a choice [missing-required]
    2 | coupling { }
      | ^~~~~~~~
      = help: choose one of independent, minibatch_ot
1 error in a.textproto
)");
}

TEST_F(FieldRulesTest, WhatIsAbsentIsNotLookedInto) {
  CheckIn("");  // no coupling, so no choice of one
}

TEST_F(FieldRulesTest, ListsMayBeTooShort) {
  Check("name: \"a\"");
  EXPECT_EQ(TakeError(Code::kMissingRequired,
                      "'seeds' must have at least 1 element; got 0")
                .span.begin,
            0);
  Check("name: \"a\" seeds: []");
  EXPECT_EQ(TakeError(Code::kMissingRequired, "'seeds' must have").span.text(),
            "[]");
  CheckIn("evaluate { name: \"e\" }");
  EXPECT_EQ(TakeError(Code::kMissingRequired,
                      "'evaluate[0].metric' must have at least 1 element")
                .span.text(),
            "evaluate");
}

TEST_F(FieldRulesTest, ListsMayBeTooLong) {
  Check("name: \"a\" seeds: [1, 2, 3, 4, 5, 6]");
  EXPECT_EQ(TakeError(Code::kOutOfRange,
                      "'seeds' must have at most 4 elements; got 6")
                .span.text(),
            "5")
      << "the first that is too many";
}

TEST_F(FieldRulesTest, ElementsMayHaveToDifferHoweverTheyAreWritten) {
  Check("name: \"a\" seeds: [7, 0x7]\ntag: [\"x\", 'x']");
  EXPECT_EQ(
      TakeRendered(),
      R"(a.textproto:1:22: error: 'seeds' must have 7 only once [duplicate-name]
    1 | name: "a" seeds: [7, 0x7]
      |                      ^~~
a.textproto:1:19: note: first one here
    1 | name: "a" seeds: [7, 0x7]
      |                   ^
a.textproto:2:12: error: 'tag' must have "x" only once [duplicate-name]
    2 | tag: ["x", 'x']
      |            ^~~
a.textproto:2:7: note: first one here
    2 | tag: ["x", 'x']
      |       ^~~
2 errors in a.textproto
)");
}

TEST_F(FieldRulesTest, PatternsHoldForTheWholeString) {
  Check("name: \"two moons\" seeds: 1 tag: [\"x\", \"y2\"]");
  TakeError(Code::kOutOfRange, "'name' must match [a-z_0-9]+; got 'two moons'");
  TakeError(Code::kOutOfRange, "'tag[1]' must match [a-z]+; got 'y2'");
}

TEST_F(FieldRulesTest, LongTextsAreShortenedInMessages) {
  Check(absl::StrCat("name: \"", std::string(100'000, 'A'), "\" seeds: 1"));
  EXPECT_EQ(TakeError(Code::kOutOfRange, "'name' must match").message,
            absl::StrCat("'name' must match [a-z_0-9]+; got '",
                         std::string(40, 'A'), "...'"));
}

TEST_F(FieldRulesTest, AMessageWithoutLocationsIsCheckedToo) {
  sample::Trial trial;
  trial.set_name("a");
  trial.add_seeds(1);
  trial.mutable_train()->set_steps(0);
  CheckFieldRules(trial, LocationMap(), sink());
  TakeError(Code::kOutOfRange, "'train.steps' must be >= 1; got 0");
}

}  // namespace
}  // namespace flow::lang
