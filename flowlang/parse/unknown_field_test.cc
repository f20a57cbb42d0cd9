#include "flowlang/parse/unknown_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flowlang/parse/testing/sample.pb.h"

namespace flow::lang {
namespace {

template <typename M>
std::string Help(absl::string_view name) {
  return HelpForUnknownField(name, *M::descriptor(),
                             *sample::Trial::descriptor());
}

TEST(UnknownFieldTest, ASiblingOfNearlyThatName) {
  EXPECT_EQ(Help<sample::MinibatchOt>("solvr"), "did you mean 'solver'?");
}

TEST(UnknownFieldTest, AnotherWordForTheSameThing) {
  EXPECT_EQ(Help<sample::Training>("lr"), "did you mean 'learning_rate'?");
  EXPECT_EQ(Help<sample::Training>("bs"), "did you mean 'batch'?");
  EXPECT_EQ(Help<sample::Training>("epochs"), "did you mean 'steps'?");
  EXPECT_EQ(Help<sample::Wasserstein>("n"), "did you mean 'samples'?");
}

TEST(UnknownFieldTest, AnotherWordForSomethingElsewhere) {
  EXPECT_EQ(Help<sample::Wasserstein>("lr"), "there is 'train.learning_rate'");
  EXPECT_EQ(Help<sample::Wasserstein>("wd"),
            "its fields are samples, projections")
      << "there is no weight_decay at all";
}

TEST(UnknownFieldTest, TheSameNameElsewhere) {
  EXPECT_EQ(Help<sample::Trial>("projections"),
            "there is 'evaluate.metric.w2.projections'");
  EXPECT_EQ(Help<sample::Wasserstein>("learning_rate"),
            "there is 'train.learning_rate'");
}

TEST(UnknownFieldTest, NearlyTheSameNameElsewhere) {
  EXPECT_EQ(Help<sample::Wasserstein>("learning_rte"),
            "there is 'train.learning_rate'");
  EXPECT_EQ(Help<sample::Coupling>("bach"),
            "its fields are independent, minibatch_ot")
      << "so short a word is near to too many";
}

TEST(UnknownFieldTest, OrAllThatThereAre) {
  EXPECT_EQ(Help<sample::Coupling>("zzzzzzzzzzzzz"),
            "its fields are independent, minibatch_ot");
  EXPECT_EQ(Help<sample::Independent>("zzzz"), "it has no fields");
  EXPECT_EQ(Help<sample::Training>("zzzzzzzzzzzzzzzzzz"), "")
      << "nine are too many";
}

}  // namespace
}  // namespace flow::lang
