#include "core/eval/worst_client_w2.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/eval/w2.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Two clients, the first with two thirds of the points.
Evaluation TwoClients() {
  Evaluation evaluation = GaussianEvaluation({.n = 90, .dim = 2, .shift = 0.5});
  evaluation.target_client_n =
      at::arange(90, at::kLong).remainder(3).eq(2).to(at::kLong);
  return evaluation;
}

TEST(WorstClientW2Test, W2IsTheMeanOverTheClients) {
  const Evaluation evaluation = TwoClients();
  const MetricValue value = EvaluateOrDie(WorstClientW2(), evaluation);
  ASSERT_EQ(value.by_client.size(), 2);
  const double a = value.by_client[0], b = value.by_client[1];
  EXPECT_NEAR(std::sqrt((2 * a * a + b * b) / 3),
              EvaluateOrDie(W2(), evaluation).value, 1e-9);
  EXPECT_EQ(value.value, std::max(a, b));
  EXPECT_GT(*value.floor, 0);
}

// Whoever is not served is seen: the points of client 1 lie 10 off, and nothing
// is generated there.
TEST(WorstClientW2Test, SeesTheClientWhoIsLeftOut) {
  Evaluation evaluation = TwoClients();
  const at::Tensor far = evaluation.target_client_n.to(at::kFloat).mul(10);
  evaluation.generated_nd = evaluation.target_nd.clone();
  evaluation.target_nd = evaluation.target_nd + far.view({-1, 1});
  const MetricValue value = EvaluateOrDie(WorstClientW2(), evaluation);
  // |(10, 10)| for those who move, less what a better pairing saves
  EXPECT_GT(value.by_client[1], 13);
  EXPECT_LT(value.by_client[0], 5);
  EXPECT_EQ(value.value, value.by_client[1]);
}

TEST(WorstClientW2Test, OfExactPointsIsNought) {
  Evaluation evaluation = TwoClients();
  evaluation.generated_nd = Reversed(evaluation.target_nd);
  const MetricValue value = EvaluateOrDie(WorstClientW2(), evaluation);
  EXPECT_EQ(value.value, 0);
  EXPECT_FALSE(value.std_error.has_value());
}

// One client of all: the distance and its floor are those of W2.
TEST(WorstClientW2Test, OfOneClientIsW2) {
  Evaluation evaluation = TwoClients();
  evaluation.target_client_n = evaluation.target_client_n * 0;
  const MetricValue value = EvaluateOrDie(WorstClientW2(), evaluation);
  const MetricValue w2 = EvaluateOrDie(W2(), evaluation);
  EXPECT_NEAR(value.value, w2.value, 1e-9);
  EXPECT_NEAR(*value.floor, *w2.floor, 1e-9);
}

TEST(WorstClientW2Test, AClientWithoutPointsHasNoDistance) {
  Evaluation evaluation = TwoClients();
  evaluation.target_client_n = evaluation.target_client_n * 2;
  const MetricValue value = EvaluateOrDie(WorstClientW2(), evaluation);
  ASSERT_EQ(value.by_client.size(), 3);
  EXPECT_TRUE(std::isnan(value.by_client[1]));
}

TEST(WorstClientW2Test, NeedsAClientForEachTargetPoint) {
  Evaluation evaluation = TwoClients();
  ThreadPool pool(1);
  evaluation.target_client_n.reset();
  EXPECT_THAT(WorstClientW2().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  evaluation.target_client_n = at::arange(89, at::kLong);
  EXPECT_THAT(WorstClientW2().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
