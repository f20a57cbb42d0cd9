#include "core/eval/w1.h"

#include <cmath>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(W1Test, OfATranslatedCloudIsTheShift) {
  Evaluation evaluation = GaussianEvaluation({.n = 100, .dim = 3});
  evaluation.generated_nd = Shifted(evaluation.target_nd, 2.5);
  EXPECT_NEAR(EvaluateOrDie(W1(), evaluation).value, 2.5, 1e-6);
}

TEST(W1Test, OnTheLineIsTheAreaBetweenTheDistributionFunctions) {
  const Evaluation evaluation =
      Compared(Rows({{7}, {0}, {1}}), Rows({{2}, {1}, {3}}));
  // sorted: 0 to 1, 1 to 2, 7 to 3
  EXPECT_DOUBLE_EQ(EvaluateOrDie(W1(), evaluation).value, (1 + 1 + 4) / 3.0);
}

TEST(W1Test, OfACloudAndItselfIsZero) {
  Evaluation evaluation = GaussianEvaluation({.n = 50});
  evaluation.generated_nd = Reversed(evaluation.target_nd);
  EXPECT_EQ(EvaluateOrDie(W1(), evaluation).value, 0);
}

TEST(W1Test, KnowsItsErrorWhereTheLawsDiffer) {
  const GaussianLaw law = {.n = 100, .shift = 3, .scale = 0.7, .seed = 41};
  const Calibration result = Calibrate(W1(), law, 200);
  // a standard deviation from 200 values is off by 1 / sqrt(398) = 5 %: four of
  // those, false alarm 6e-5
  EXPECT_NEAR(result.error_ratio(), 1, 0.2);
  // at least the distance of the means; at most W2 between the laws, 3.03, and
  // the bias of finite n
  EXPECT_GT(result.mean, 3 - 4 * result.deviation / std::sqrt(200));
  EXPECT_LT(result.mean, 3.03 + 0.05 + 4 * result.deviation / std::sqrt(200));
}

TEST(W1Test, FloorIsTheDistanceOfTheTwoTargets) {
  Evaluation evaluation = GaussianEvaluation({.n = 60, .shift = 2, .seed = 5});
  const MetricValue value = EvaluateOrDie(W1(), evaluation);
  evaluation.generated_nd = evaluation.second_target_nd;
  EXPECT_NEAR(*value.floor, EvaluateOrDie(W1(), evaluation).value, 1e-9);
}

TEST(W1Test, DependsNeitherOnThreadsNorOnTheOrderOfRows) {
  const Evaluation evaluation = GaussianEvaluation({.n = 100, .shift = 1});
  ExpectSameBitsForAnyThreads(W1(), evaluation);
  ExpectRowOrderDoesNotMatter(W1(), evaluation, 1e-9, 0.05);
}

TEST(W1Test, RefusesUnequalNumbersOfPoints) {
  Evaluation evaluation = GaussianEvaluation({.n = 4});
  evaluation.target_nd = GaussianPoints({.n = 5});
  ThreadPool pool(1);
  EXPECT_THAT(W1().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
