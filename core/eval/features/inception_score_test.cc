#include "core/eval/features/inception_score.h"

#include <cmath>
#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/full.h"
#include "ATen/ops/log.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

absl::StatusOr<MetricValue> ScoreOfLogits(const at::Tensor& logit_nk,
                                          int64_t splits = 10) {
  TestingPool pool(1);
  Evaluation evaluation;
  evaluation.generated_features = {at::ones({2, 2}), logit_nk};
  return InceptionScore({splits}).Evaluate(evaluation, {&pool, 0});
}

// Of probabilities: no probability is less than exp(-700), which is 0 beside 1.
MetricValue ScoreOrDie(const at::Tensor& p_nk, int64_t splits = 10) {
  return ScoreOfLogits(p_nk.to(at::kDouble).log().clamp_min(-700), splits)
      .value();
}

TEST(InceptionScoreTest, OfUniformPredictionsIsOne) {
  const MetricValue score = ScoreOrDie(at::full({50, 8}, 1. / 8));
  EXPECT_NEAR(score.value, 1, 1e-14);
  EXPECT_NEAR(*score.std_error, 0, 1e-14);
  EXPECT_EQ(score.n, 50);
}

// One image of each class in every split, and no doubt about any.
TEST(InceptionScoreTest, OfBalancedCertaintyIsTheNumberOfClasses) {
  const MetricValue score = ScoreOrDie(at::eye(7).repeat({10, 1}));
  EXPECT_NEAR(score.value, 7, 1e-13);
  EXPECT_NEAR(*score.std_error, 0, 1e-13);
  // and where all are of one class, one
  const at::Tensor one_nk = at::eye(7).narrow(0, 0, 1).repeat({30, 1});
  EXPECT_NEAR(ScoreOrDie(one_nk).value, 1, 1e-14);
}

// p(. | x) = (0.9, 0.1) and (0.1, 0.9) around (0.5, 0.5):
// KL = 0.9 log 1.8 + 0.1 log 0.2.
TEST(InceptionScoreTest, IsThatOfAnExampleByHand) {
  const at::Tensor p_nk = at::tensor({0.9, 0.1, 0.1, 0.9}).view({2, 2});
  const MetricValue score = ScoreOrDie(p_nk, 1);
  EXPECT_NEAR(score.value, std::exp(0.9 * std::log(1.8) + 0.1 * std::log(0.2)),
              1e-14);
  EXPECT_EQ(score.std_error, std::nullopt);
}

// Five images in two splits: the first two, of two classes, score 2; the last
// three, of one class, 1. Their deviation is 1/sqrt(2), that of the mean 1/2.
TEST(InceptionScoreTest, SplitsInOrder) {
  const at::Tensor p_nk =
      at::eye(2).index_select(0, at::tensor({0, 1, 1, 1, 1}));
  const MetricValue score = ScoreOrDie(p_nk, 2);
  EXPECT_NEAR(score.value, 1.5, 1e-13);
  EXPECT_NEAR(*score.std_error, 0.5, 1e-13);
}

TEST(InceptionScoreTest, DoesNotSeeAConstantInTheLogits) {
  const at::Tensor logit_nk = 3 * NormalTensor(1, 100, 5);
  ASSERT_OK_AND_ASSIGN(const MetricValue score, ScoreOfLogits(logit_nk));
  EXPECT_GT(score.value, 1.5);
  ASSERT_OK_AND_ASSIGN(const MetricValue moved,
                       ScoreOfLogits(logit_nk.to(at::kDouble) + 1e4));
  EXPECT_NEAR(moved.value, score.value, 1e-9);
}

TEST(InceptionScoreTest, HasTheScoreOfTheTargetAsItsFloor) {
  TestingPool pool(1);
  Evaluation evaluation;
  evaluation.generated_features = {at::ones({4, 2}), at::ones({4, 2})};
  const InceptionScore score({1});
  ASSERT_OK_AND_ASSIGN(const MetricValue alone,
                       score.Evaluate(evaluation, {&pool, 0}));
  EXPECT_EQ(alone.floor, std::nullopt);
  evaluation.target_features = {at::ones({2, 2}), at::eye(2) * 1000};
  ASSERT_OK_AND_ASSIGN(const MetricValue beside,
                       score.Evaluate(evaluation, {&pool, 0}));
  EXPECT_NEAR(beside.floor.value(), 2, 1e-14);
  EXPECT_EQ(beside.value, alone.value);
}

TEST(InceptionScoreTest, RefusesWhatHasNoScore) {
  const auto refuses = [](const at::Tensor& logit_nk, int64_t splits,
                          absl::StatusCode code, const char* why) {
    EXPECT_THAT(ScoreOfLogits(logit_nk, splits),
                StatusIs(code, testing::HasSubstr(why)));
  };
  const auto kInvalid = absl::StatusCode::kInvalidArgument;
  refuses(at::ones({3}), 1, kInvalid, "'logits' must be");
  refuses(at::eye(3), 4, kInvalid, "images, 3; got 4");
  refuses(at::eye(3), 0, kInvalid, "images, 3; got 0");
  refuses(at::Tensor(), 1, absl::StatusCode::kFailedPrecondition,
          "needs a classifier");
  refuses(at::ones({10, 2}) * std::numeric_limits<double>::infinity(), 1,
          absl::StatusCode::kOutOfRange, "must be finite");
}

}  // namespace
}  // namespace flow::core
