#include "flowlang/manual/field_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "flowlang/schema/documented_schema.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using ::testing::IsEmpty;
using ::testing::StartsWith;

template <typename M>
FieldFacts Of(const std::string& field) {
  return FactsOf(*M::descriptor()->FindFieldByName(field));
}

TEST(FieldFactsTest, KnowsARangedNumberWithItsDefault) {
  const FieldFacts rate = Of<Adam>("learning_rate");
  EXPECT_EQ(rate.name, "learning_rate");
  EXPECT_EQ(rate.type, "number");
  EXPECT_EQ(rate.range, "greater than 0 and at most 100");
  EXPECT_EQ(rate.default_value, "0.001");
  EXPECT_FALSE(rate.required);
  EXPECT_FALSE(rate.planned);
  EXPECT_THAT(rate.meaning, StartsWith("The "));
  EXPECT_EQ(Summary(rate),
            "number, greater than 0 and at most 100; 0.001 when left out");
}

TEST(FieldFactsTest, SaysRangesInWords) {
  EXPECT_EQ(Of<Training>("batch").range, "between 1 and 1048576");
  EXPECT_EQ(Of<Training>("log_every").range, "at least 1");
  EXPECT_EQ(Of<Condition>("drop").range, "at least 0 and less than 1");
  EXPECT_EQ(Of<Expectation>("below").range, "");
  EXPECT_EQ(Of<MinibatchOtCoupling>("condition_weight").range,
            "at least 0 and possibly inf");
  EXPECT_EQ(Of<ArrayFile>("path").range, "");
  EXPECT_EQ(Of<Experiment>("name").range, "matching `[A-Za-z0-9_.-]+`");
}

TEST(FieldFactsTest, SaysOfAListHowLongItIsAndWhatItHolds) {
  const FieldFacts hidden = Of<Mlp>("hidden");
  EXPECT_EQ(hidden.type, "list of whole numbers");
  EXPECT_EQ(hidden.range, "1 to 64 elements, each between 1 and 65536");
  EXPECT_TRUE(hidden.required) << "it cannot be empty";
  EXPECT_THAT(hidden.advice, StartsWith("[64, 64, 64]"));
  EXPECT_EQ(Of<TwoMoons>("shift").range, "at most 2 elements");
  EXPECT_EQ(Of<Suite>("seeds").range, "1 or more elements, none twice");
  EXPECT_EQ(Of<Suite>("sweep").range, "");
}

TEST(FieldFactsTest, NamesTypes) {
  EXPECT_EQ(Of<Experiment>("seed").type, "whole number");
  EXPECT_EQ(Of<Experiment>("name").type, "text");
  EXPECT_EQ(Of<Sgd>("nesterov").type, "true or false");
  EXPECT_EQ(Of<Optimizer>("adamw").type, "AdamW");
  EXPECT_EQ(Of<Evaluation>("metric").type, "list of Metric");
  EXPECT_EQ(Of<GaussianMixture>("component").type,
            "list of GaussianMixture.Component");
  EXPECT_EQ(Of<MinibatchOtCoupling>("pairing").type,
            "one of PERMUTATION, RESAMPLE");
}

TEST(FieldFactsTest, SummarisesUnitsRequirementsAndPlans) {
  FieldFacts facts;
  facts.type = "whole number";
  facts.unit = "MB";
  facts.range = "at least 1";
  facts.default_value = "4096";
  facts.planned = true;
  EXPECT_EQ(Summary(facts),
            "whole number in MB, at least 1; 4096 when left out; not run yet");
  EXPECT_EQ(Summary(Of<ArrayFile>("path")), "text; required");
}

TEST(FieldFactsTest, KnowsTheWordsOfAnEnum) {
  const auto words = WordsOf(*Mlp::descriptor()->FindFieldByName("activation"));
  ASSERT_FALSE(words.empty());
  EXPECT_EQ(words[0].word, "SILU");
  EXPECT_EQ(words[0].meaning, "x sigmoid(x), also called swish.");
  EXPECT_TRUE(words[0].is_default);
  EXPECT_FALSE(words[1].is_default);
  EXPECT_THAT(WordsOf(*Mlp::descriptor()->FindFieldByName("hidden")),
              IsEmpty());
}

TEST(FieldFactsTest, TellsChoicesFromSettingsThatExcludeEachOther) {
  EXPECT_TRUE(
      IsChoiceOfParts(*Optimizer::descriptor()->FindFieldByName("adam")));
  EXPECT_FALSE(
      IsChoiceOfParts(*Training::descriptor()->FindFieldByName("steps")));
  EXPECT_EQ(ExclusionsOf(*Training::descriptor()),
            "Only one of `steps` and `rounds` may be set.");
  EXPECT_EQ(ExclusionsOf(*Optimizer::descriptor()), "");
}

TEST(FieldFactsTest, SaysTheSameOfAnyPoolsDescriptors) {
  const Descriptor& generated = *Training::descriptor();
  const Descriptor* documented =
      DocumentedSchema().FindMessageTypeByName("flow.Training");
  ASSERT_NE(documented, nullptr);
  EXPECT_EQ(MeaningOf(generated), MeaningOf(*documented));
  for (int i = 0; i < generated.field_count(); ++i) {
    const FieldFacts facts = FactsOf(*generated.field(i));
    EXPECT_EQ(Summary(facts), Summary(FactsOf(*documented->field(i))));
    EXPECT_NE(facts.meaning, "") << facts.name;
  }
}

}  // namespace
}  // namespace flow::lang
