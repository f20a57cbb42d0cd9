#include "flowlang/manual/look_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

std::vector<std::string> Paths(const std::string& name) {
  const auto subjects = LookUp(name);
  EXPECT_OK(subjects);
  std::vector<std::string> paths;
  if (!subjects.ok()) return paths;
  for (const Subject& subject : *subjects) paths.push_back(subject.path);
  return paths;
}

TEST(LookUpTest, TakesPathsFromTheRoot) {
  ASSERT_OK_AND_ASSIGN(const auto found, LookUp("train.optimizer.adamw"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].path, "train.optimizer.adamw");
  EXPECT_EQ(found[0].field->name(), "adamw");
  EXPECT_EQ(found[0].type->name(), "AdamW");
  EXPECT_THAT(Paths("train"), ElementsAre("train"));
  EXPECT_THAT(Paths("path"), ElementsAre("path")) << "not that of a file";
}

TEST(LookUpTest, TakesLongerPathsThanTheShortest) {
  EXPECT_THAT(Paths("target.two_moons.noise"),
              ElementsAre("target.two_moons.noise"));
  EXPECT_THAT(Paths("federation.local.optimizer.adamw.beta1"),
              ElementsAre("federation.local.optimizer.adamw.beta1"));
}

TEST(LookUpTest, TakesTheRootsThemselves) {
  ASSERT_OK_AND_ASSIGN(const auto suite, LookUp("suite"));
  EXPECT_EQ(suite[0].type, &SuiteType());
  EXPECT_THAT(Paths("suite.expect.by_factor"),
              ElementsAre("suite.expect.by_factor"));
  EXPECT_THAT(Paths("experiment.seed"), ElementsAre("seed"));
  EXPECT_THAT(Paths("experiment"), ElementsAre(""));
}

TEST(LookUpTest, PassesOverIndices) {
  EXPECT_THAT(Paths("evaluate[0].metric[2].w2"),
              ElementsAre("evaluate.metric.w2"));
}

TEST(LookUpTest, FindsMessages) {
  ASSERT_OK_AND_ASSIGN(const auto found, LookUp("AdamW"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].field, nullptr);
  EXPECT_EQ(found[0].path, "train.optimizer.adamw");
  EXPECT_THAT(Paths("flow.AdamW"), ElementsAre("train.optimizer.adamw"));
  EXPECT_THAT(Paths("GaussianMixture.Component"),
              ElementsAre("source.gaussian_mixture.component"));
  EXPECT_THAT(Paths("adaptivesteps"), ElementsAre("evaluate.sampler.dopri5"));
}

TEST(LookUpTest, FindsSettingsAnywhere) {
  EXPECT_THAT(Paths("w2"), ElementsAre("evaluate.metric.w2"));
  EXPECT_THAT(Paths("batch"),
              IsSupersetOf({"train.batch", "coupling.minibatch_ot.batch"}));
  EXPECT_THAT(Paths("adam.beta1"), ElementsAre("train.optimizer.adam.beta1"));
  EXPECT_THAT(Paths("Training.batch"), ElementsAre("train.batch"));
}

TEST(LookUpTest, FindsWords) {
  EXPECT_THAT(Paths("SELU"), ElementsAre("model.mlp.activation"));
  EXPECT_THAT(Paths("Activation"), ElementsAre("model.mlp.activation"));
}

TEST(LookUpTest, SuggestsTheNameThatWasMeant) {
  EXPECT_THAT(LookUp("sinkhorm").status(),
              StatusIs(absl::StatusCode::kNotFound,
                       "there is nothing called 'sinkhorm'; did you mean "
                       "'sinkhorn'?"));
  EXPECT_THAT(LookUp("train.optimizer.adamv").status(),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("'train.optimizer' has no setting 'adamv'; "
                                 "did you mean 'adam")));
  EXPECT_THAT(LookUp("train.batch.size").status(),
              StatusIs(absl::StatusCode::kNotFound,
                       "'train.batch' has no settings of its own"));
  EXPECT_THAT(LookUp("zzzzzzzzz").status(),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("`flow doc` alone lists the topics")));
  EXPECT_EQ(LookUp("").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace flow::lang
