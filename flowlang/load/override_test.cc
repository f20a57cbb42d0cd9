#include "flowlang/load/override.h"

#include <gtest/gtest.h>

#include <string>

#include "flowlang/diag/diag_testing.h"
#include "flowlang/load/source_set.h"
#include "flowlang/schema/experiment.pb.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

class OverrideTest : public DiagnosticTest {
 protected:
  // The experiment `before` after an override such as "train.batch=64".
  std::string Apply(const std::string& before, const std::string& text) {
    Experiment experiment;
    EXPECT_TRUE(
        google::protobuf::TextFormat::ParseFromString(before, &experiment));
    Override override;
    if (ParseOverride(*sources_.Add("--set", text), &override, sink())) {
      ApplyOverride(override, &experiment, &locations_, sink());
    }
    return experiment.ShortDebugString();
  }

  SourceSet sources_;
  LocationMap locations_;
};

TEST_F(OverrideTest, SetsANestedFieldAndLeavesTheOthers) {
  EXPECT_EQ(Apply("train { steps: 5 }", "train.batch=64"),
            "train { steps: 5 batch: 64 }");
  EXPECT_EQ(Apply("", "train.optimizer.adamw.learning_rate=1e-2"),
            "train { optimizer { adamw { learning_rate: 0.01 } } }");
}

TEST_F(OverrideTest, SwitchesAOneof) {
  EXPECT_EQ(Apply("train { optimizer { adam { beta1: 0.5 } } }",
                  "train.optimizer.sgd.momentum=0.9"),
            "train { optimizer { sgd { momentum: 0.9 } } }");
}

TEST_F(OverrideTest, ReplacesAList) {
  EXPECT_EQ(
      Apply("model { mlp { hidden: [1, 2, 3] } }", "model.mlp.hidden=[64, 32]"),
      "model { mlp { hidden: 64 hidden: 32 } }");
  EXPECT_EQ(Apply("model { mlp { hidden: [1, 2] } }", "model.mlp.hidden=8"),
            "model { mlp { hidden: 8 } }");
}

TEST_F(OverrideTest, ARepeatedMessageWithoutAnIndexMeansAll) {
  EXPECT_EQ(Apply("evaluate { name: 'a' } evaluate { name: 'b' }",
                  "evaluate.samples=9"),
            "evaluate { name: \"a\" samples: 9 } "
            "evaluate { name: \"b\" samples: 9 }");
}

TEST_F(OverrideTest, AnIndexMeansOne) {
  EXPECT_EQ(Apply("evaluate { name: 'a' } evaluate { name: 'b' }",
                  "evaluate[1].samples=9"),
            "evaluate { name: \"a\" } evaluate { name: \"b\" samples: 9 }");
}

TEST_F(OverrideTest, TakesMessagesInBraces) {
  EXPECT_EQ(Apply("coupling { independent {} }",
                  "coupling={ minibatch_ot { exact {} } }"),
            "coupling { minibatch_ot { exact { } } }");
}

TEST_F(OverrideTest, TakesTextWithAndWithoutQuotes) {
  EXPECT_EQ(Apply("", "name=moons"), "name: \"moons\"");
  EXPECT_EQ(Apply("", "name=\"moons\""), "name: \"moons\"");
  EXPECT_EQ(Apply("", "name='moons'"), "name: \"moons\"");
}

TEST_F(OverrideTest, LaterChecksFindItsPlace) {
  Apply("", "train.batch=0");
  const FieldLocation* place = locations_.Find("train.batch");
  ASSERT_NE(place, nullptr);
  EXPECT_EQ(place->name.text(), "train.batch");
  EXPECT_EQ(place->value.text(), "0");
}

TEST_F(OverrideTest, SuggestsAFieldThatIsNear) {
  EXPECT_EQ(Apply("seed: 3", "train.bach=64"), "seed: 3");
  const Diagnostic error =
      TakeError(Code::kUnknownField, "'train' has no field 'bach'");
  EXPECT_EQ(error.help, "did you mean 'batch'?");
  EXPECT_EQ(error.span.text(), "bach");
}

TEST_F(OverrideTest, AMistakeLeavesTheMessageAsItWas) {
  EXPECT_EQ(Apply("coupling { independent {} }",
                  "coupling.minibatch_ot.pairing=SOME"),
            "coupling { independent { } }");
  EXPECT_EQ(TakeError(Code::kUnknownValue, "has no value 'SOME'").help,
            "choose one of PERMUTATION, RESAMPLE");
}

TEST_F(OverrideTest, RefusesAValueOfAnotherType) {
  Apply("", "train.batch=many");
  EXPECT_EQ(TakeError(Code::kWrongType, "must be a whole number").span.text(),
            "many");
  Apply("", "train.batch=2e4");
  EXPECT_EQ(TakeError(Code::kWrongType, "must be a whole number").help,
            "write 20000");
  Apply("", "path.linear.sigma=wide");
  TakeError(Code::kWrongType, "must be a number; got wide");
  Apply("", "train=5");
  TakeError(Code::kWrongType, "must be a group { ... }; got 5");
  Apply("", "name=\"open");
  TakeError(Code::kSyntax, "the quoted text is not closed");
  Apply("", "train.optimizer.sgd.nesterov=maybe");
  TakeError(Code::kWrongType, "must be true or false");
  Apply("", "train.batch=");
  TakeError(Code::kWrongType, "must be a whole number; got nothing");
}

TEST_F(OverrideTest, PointsIntoTheGroup) {
  Apply("", "train={ batch: 5 stepz: 7 }");
  EXPECT_EQ(TakeError(Code::kUnknownField, "'train' has no field 'stepz'")
                .span.text(),
            "stepz");
}

TEST_F(OverrideTest, AValueCannotSetAnotherField) {
  EXPECT_EQ(Apply("", "train.batch=64 steps: 5"), "");
  EXPECT_EQ(
      TakeError(Code::kSyntax, "expected nothing behind the value").span.text(),
      "steps");
}

TEST_F(OverrideTest, RefusesAPathThroughAScalar) {
  Apply("", "train.batch.size=64");
  TakeError(Code::kWrongType, "'train.batch' has no fields of its own");
}

TEST_F(OverrideTest, RefusesAnIndexThatIsNotThere) {
  for (const char* text : {"evaluate[2].samples=9", "evaluate[-1].samples=9",
                           "evaluate[x].samples=9"}) {
    Apply("evaluate {} evaluate {}", text);
    TakeError(Code::kOutOfRange, "'evaluate' has the elements [0] to [1] only");
  }
  Apply("", "evaluate.samples=9");
  TakeError(Code::kOutOfRange, "'evaluate' has no elements");
}

TEST_F(OverrideTest, RefusesAnIndexWithoutAMeaning) {
  Apply("", "train[0].batch=9");
  TakeError(Code::kWrongType, "'train' is not a list");
  Apply("model { mlp { hidden: [1, 2] } }", "model.mlp.hidden[1]=9");
  TakeError(Code::kWrongType, "can only be set as a whole");
}

TEST_F(OverrideTest, NeedsAFieldAndAnEqualsSign) {
  for (const char* text : {"train.batch", "=64", ""}) {
    Apply("", text);
    TakeError(Code::kSyntax, "expected field=value");
  }
}

}  // namespace
}  // namespace flow::lang
