#include "flowlang/lower/image_features.h"

#include "ATen/ops/full.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "core/processes/process_group_testing.h"
#include "core/tensor/random_tensor.h"
#include "torch/script.h"

namespace flow::lang {
namespace {

using testing::HasSubstr;

EvaluateStage OfDigits(std::vector<core::MetricOptions> metrics) {
  return {"p", std::move(metrics), 1000, core::DigitsFeaturesOptions(), {1, 8}};
}

// Two features and no logits.
core::TorchScriptOptions TwoFeatures() {
  torch::jit::Module module("network");
  module.define("def forward(self, x):\n    return x.flatten(1)[:, 0:2]\n");
  const std::string path = absl::StrCat(testing::TempDir(), "/two.pt");
  module.save(path);
  return {.path = path, .name = "two"};
}

TEST(ImageFeaturesTest, NothingIsLoadedForNoMetric) {
  ThreadPool pool(1);
  ASSERT_OK_AND_ASSIGN(
      const auto extractor,
      LoadExtractor(OfDigits({core::W2Options()}), nullptr, &pool));
  EXPECT_EQ(extractor, nullptr);
}

TEST(ImageFeaturesTest, AreThoseOfThePointsAsImages) {
  ThreadPool pool(1);
  ASSERT_OK_AND_ASSIGN(
      const auto extractor,
      LoadExtractor(OfDigits({core::FidOptions()}), nullptr, &pool));
  ASSERT_NE(extractor, nullptr);
  core::Evaluation evaluation;
  evaluation.generated_nd = at::full({3, 64}, 0.5);
  evaluation.target_nd = at::full({4, 64}, -0.5);
  evaluation.second_target_nd = at::full({5, 64}, -0.5);
  ASSERT_OK(AddFeatures(*extractor, {1, 8}, nullptr, &evaluation));
  ASSERT_OK_AND_ASSIGN(
      const core::ImageFeatures expected,
      extractor->Features(evaluation.generated_nd.view({3, 1, 8, 8})));
  EXPECT_TRUE(
      evaluation.generated_features.feature_nf.equal(expected.feature_nf));
  EXPECT_TRUE(evaluation.generated_features.logit_nk.equal(expected.logit_nk));
  EXPECT_EQ(evaluation.target_features.feature_nf.size(0), 4);
  EXPECT_EQ(evaluation.second_target_features.logit_nk.size(0), 5);
}

// Sets of several sizes, of one image among them: one process has none of it.
TEST(ImageFeaturesTest, ProcessesMakeThoseOfTheirRows) {
  ThreadPool pool(1);
  ASSERT_OK_AND_ASSIGN(
      const auto extractor,
      LoadExtractor(OfDigits({core::FidOptions()}), nullptr, &pool));
  core::Evaluation alone;
  alone.generated_nd = core::NormalTensor(1, 133, 64).to(at::kFloat);
  alone.target_nd = core::NormalTensor(2, 7, 64).to(at::kFloat);
  alone.second_target_nd = core::NormalTensor(3, 1, 64).to(at::kFloat);
  core::Evaluation whole = alone;
  ASSERT_OK(AddFeatures(*extractor, {1, 8}, nullptr, &whole));
  core::InEachProcess(2, [&](core::ProcessGroup& group) {
    core::Evaluation shared;
    if (group.rank() == 0) shared = alone;
    ThreadPool own(1);
    ASSERT_OK_AND_ASSIGN(
        const auto another,
        LoadExtractor(OfDigits({core::FidOptions()}), nullptr, &own));
    ASSERT_OK(AddFeatures(*another, {1, 8}, &group, &shared));
    const auto expect_same = [](const core::ImageFeatures& a,
                                const core::ImageFeatures& b) {
      EXPECT_TRUE(a.feature_nf.equal(b.feature_nf));
      EXPECT_TRUE(a.logit_nk.equal(b.logit_nk));
    };
    expect_same(shared.generated_features, whole.generated_features);
    expect_same(shared.target_features, whole.target_features);
    expect_same(shared.second_target_features, whole.second_target_features);
  });
}

TEST(ImageFeaturesTest, WhatIsMissingIsToldBeforehand) {
  ThreadPool pool(1);
  EvaluateStage work =
      OfDigits({core::FidInfinityOptions(), core::InceptionScoreOptions()});
  EXPECT_OK(CheckExtractor(work, nullptr, &pool));
  work.samples = 65;
  EXPECT_THAT(CheckExtractor(work, nullptr, &pool),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the 32 features")));
  work.features = TwoFeatures();
  EXPECT_THAT(CheckExtractor(work, nullptr, &pool),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'inception_score' needs logits of classes, and 'two' "
                       "makes none"));
  work.metrics.pop_back();
  EXPECT_OK(CheckExtractor(work, nullptr, &pool));
  work.features = core::TorchScriptOptions{.path = "/nowhere.pt"};
  EXPECT_THAT(CheckExtractor(work, nullptr, &pool),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/nowhere.pt")));
}

}  // namespace
}  // namespace flow::lang
