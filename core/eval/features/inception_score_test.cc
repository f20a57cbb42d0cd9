#include "core/eval/features/inception_score.h"

#include <cmath>
#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/full.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/softmax.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

InceptionScoreValue ScoreOrDie(const at::Tensor& p_nk, int64_t splits = 10) {
  return InceptionScore(p_nk, splits).value();
}

TEST(InceptionScoreTest, OfUniformPredictionsIsOne) {
  const InceptionScoreValue score = ScoreOrDie(at::full({50, 8}, 1. / 8));
  EXPECT_NEAR(score.mean, 1, 1e-15);
  EXPECT_NEAR(score.deviation, 0, 1e-15);
  EXPECT_EQ(score.n, 50);
}

// One image of each class in every split, and no doubt about any.
TEST(InceptionScoreTest, OfBalancedCertaintyIsTheNumberOfClasses) {
  const InceptionScoreValue score = ScoreOrDie(at::eye(7).repeat({10, 1}));
  EXPECT_NEAR(score.mean, 7, 1e-13);
  EXPECT_NEAR(score.deviation, 0, 1e-13);
  // and where all are of one class, one
  const at::Tensor one_nk = at::eye(7).narrow(0, 0, 1).repeat({30, 1});
  EXPECT_NEAR(ScoreOrDie(one_nk).mean, 1, 1e-15);
}

// p(. | x) = (0.9, 0.1) and (0.1, 0.9) around (0.5, 0.5):
// KL = 0.9 log 1.8 + 0.1 log 0.2.
TEST(InceptionScoreTest, IsThatOfAnExampleByHand) {
  const at::Tensor p_nk = at::tensor({0.9, 0.1, 0.1, 0.9}).view({2, 2});
  EXPECT_NEAR(ScoreOrDie(p_nk, 1).mean,
              std::exp(0.9 * std::log(1.8) + 0.1 * std::log(0.2)), 1e-14);
}

// Five images in two splits: the first two, of two classes, score 2; the last
// three, of one class, 1.
TEST(InceptionScoreTest, SplitsInOrder) {
  const at::Tensor p_nk =
      at::eye(2).index_select(0, at::tensor({0, 1, 1, 1, 1}));
  const InceptionScoreValue score = ScoreOrDie(p_nk, 2);
  EXPECT_NEAR(score.mean, 1.5, 1e-14);
  EXPECT_NEAR(score.deviation, 0.5, 1e-14);
}

TEST(InceptionScoreTest, OfLogitsIsThatOfTheirSoftmax) {
  const at::Tensor logit_nk = 3 * NormalTensor(1, 100, 5);
  ASSERT_OK_AND_ASSIGN(const InceptionScoreValue score,
                       InceptionScoreOfLogits(logit_nk));
  const InceptionScoreValue expected =
      ScoreOrDie(at::softmax(logit_nk.to(at::kDouble), 1));
  EXPECT_NEAR(score.mean, expected.mean, 1e-13);
  EXPECT_NEAR(score.deviation, expected.deviation, 1e-13);
  EXPECT_GT(score.mean, 1.5);
  // a constant added to an image's logits changes nothing, however large
  ASSERT_OK_AND_ASSIGN(const InceptionScoreValue moved,
                       InceptionScoreOfLogits(logit_nk.to(at::kDouble) + 1e4));
  EXPECT_NEAR(moved.mean, score.mean, 1e-9);
}

TEST(InceptionScoreTest, RefusesWhatAreNoProbabilities) {
  const auto refuses = [](const at::Tensor& p_nk, int64_t splits,
                          const char* why) {
    EXPECT_THAT(
        InceptionScore(p_nk, splits),
        StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr(why)));
  };
  refuses(at::ones({3}), 1, "'probabilities' must be");
  refuses(at::ones({3, 2}), 1, "off by 1");
  refuses(at::tensor({-0.5, 1.5}).view({1, 2}), 1, "got -0.5");
  refuses(at::eye(3), 4, "images, 3; got 4");
  refuses(at::eye(3), 0, "images, 3; got 0");
  EXPECT_THAT(InceptionScoreOfLogits(at::ones({10, 2}) *
                                     std::numeric_limits<double>::infinity()),
              StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace flow::core
