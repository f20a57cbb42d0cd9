#include "federated/dual/pool_choice.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/argmin.h"
#include "ATen/ops/bincount.h"
#include "ATen/ops/softmax.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

at::Tensor Scores(int64_t rows, int64_t pool) {
  return core::NormalTensor(1, rows, pool).to(at::kDouble);
}

at::Tensor Choose(const at::Tensor& score_bk, const ChoiceRule& rule,
                  Seed seed = 5) {
  return ChooseFromPool(score_bk, rule, seed).value();
}

TEST(PoolChoiceTest, TakesTheBestAndTheLowerOfEqualOnes) {
  const at::Tensor score = Scores(50, 20);
  EXPECT_TRUE(Choose(score, {}).equal(at::argmin(score, 1)));
  EXPECT_EQ(
      Choose(at::tensor({2.0, 1.0, 1.0}).view({1, 3}), {}).item<int64_t>(), 1);
}

// 40 000 rows: each share has a standard deviation of at most 0.0025; five of
// them, four shares: a false alarm in half a million seeds.
TEST(PoolChoiceTest, SoftChoicesHaveTheSoftmaxShares) {
  const at::Tensor score = at::tensor({0.3, -0.2, 1.0, 0.1}, at::kDouble);
  const int64_t rows = 40000;
  const at::Tensor choice = Choose(score.expand({rows, 4}), {.entropy = 0.7});
  const at::Tensor share = at::bincount(choice, {}, 4).to(at::kDouble) / rows;
  EXPECT_LT((share - at::softmax(score / -0.7, 0)).abs().max().item<double>(),
            5 * 0.0025);
}

TEST(PoolChoiceTest, ASoftChoiceIsAFunctionOfSeedAndRow) {
  const at::Tensor score = Scores(60, 20);
  const ChoiceRule rule{.entropy = 1};
  const at::Tensor choice = Choose(score, rule);
  EXPECT_TRUE(
      choice.slice(0, 0, 30).equal(Choose(score.slice(0, 0, 30), rule)));
  EXPECT_FALSE(choice.equal(Choose(score, rule, /*seed=*/6)));
}

TEST(PoolChoiceTest, WithoutEntropySoftChoicesAreTheBest) {
  const at::Tensor score = Scores(50, 20);
  EXPECT_TRUE(Choose(score, {.entropy = 1e-9}).equal(Choose(score, {})));
}

TEST(PoolChoiceTest, ACandidateIsTakenNoMoreOftenThanTheCap) {
  // a hub: the first candidate is everybody's best
  at::Tensor score = Scores(30, 12);
  score.select(1, 0).sub_(100);
  EXPECT_TRUE(Choose(score, {}).eq(0).all().item<bool>());
  for (const double entropy : {0.0, 0.5}) {
    const at::Tensor choice =
        Choose(score, {.entropy = entropy, .reuse_cap = 3});
    EXPECT_LE(at::bincount(choice).max().item<int64_t>(), 3);
    EXPECT_TRUE(choice.slice(0, 0, 3).eq(0).all().item<bool>());
  }
}

// Row after row by hand.
TEST(PoolChoiceTest, RowsChooseOneAfterTheOther) {
  const at::Tensor score = at::tensor({1.0, 2.0, 3.0,  //
                                       1.0, 3.0, 2.0,  //
                                       1.0, 3.0, 2.0},
                                      at::kDouble)
                               .view({3, 3});
  EXPECT_TRUE(
      Choose(score, {.reuse_cap = 1}).equal(at::tensor({0, 2, 1}, at::kLong)));
  EXPECT_TRUE(
      Choose(score, {.reuse_cap = 2}).equal(at::tensor({0, 0, 2}, at::kLong)));
}

TEST(PoolChoiceTest, ACapThatLeavesNoneIsAnError) {
  EXPECT_OK(ChooseFromPool(Scores(30, 10), {.reuse_cap = 3}, 1));
  EXPECT_THAT(ChooseFromPool(Scores(31, 10), {.reuse_cap = 3}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("reuse_cap must be >= the batch of "
                                          "31; got 10 times 3")));
}

TEST(PoolChoiceTest, EqualNormsAreTheRootMeanSquareOfThePool) {
  const at::Tensor z = core::NormalTensor(2, 60, 5).to(at::kDouble);
  const auto norms = [](const at::Tensor& x) {
    return x.square().sum(-1).sqrt();
  };
  const double radius = std::sqrt(z.square().sum(1).mean().item<double>());
  const at::Tensor equal = AtEqualNorm(z);
  EXPECT_LT((norms(equal) - radius).abs().max().item<double>(), 1e-14);
  EXPECT_LT((equal / norms(equal).unsqueeze(1) - z / norms(z).unsqueeze(1))
                .abs()
                .max()
                .item<double>(),
            1e-14);
  const at::Tensor fresh = AtEqualNorm(z.view({3, 20, 5}));
  EXPECT_LT(
      (fresh[1] - AtEqualNorm(z.slice(0, 20, 40))).abs().max().item<double>(),
      1e-14);
  EXPECT_EQ(AtEqualNorm(z * 0).abs().max().item<double>(), 0);
}

}  // namespace
}  // namespace flow::federated
