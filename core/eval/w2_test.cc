#include "core/eval/w2.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(W2Test, OfATranslatedCloudIsTheShift) {
  Evaluation evaluation = GaussianEvaluation({.n = 100, .dim = 3});
  evaluation.generated_nd = Shifted(evaluation.target_nd, 2.5);
  // float32 coordinates near 2.5: rounding of 1e-7
  EXPECT_NEAR(EvaluateOrDie(W2(), evaluation).value, 2.5, 1e-6);
}

TEST(W2Test, OnTheLineMatchesSorting) {
  Evaluation evaluation =
      GaussianEvaluation({.n = 150, .dim = 1, .shift = 1, .scale = 2});
  const auto sorted = [](const at::Tensor& x_nd) {
    const float* x = x_nd.const_data_ptr<float>();
    std::vector<double> values(x, x + x_nd.numel());
    std::sort(values.begin(), values.end());
    return values;
  };
  const auto x = sorted(evaluation.generated_nd);
  const auto y = sorted(evaluation.target_nd);
  double squares = 0;
  for (int i = 0; i < 150; ++i) squares += (x[i] - y[i]) * (x[i] - y[i]);
  EXPECT_NEAR(EvaluateOrDie(W2(), evaluation).value, std::sqrt(squares / 150),
              1e-9);
}

TEST(W2Test, OfACloudAndItselfIsZeroWithoutAnError) {
  Evaluation evaluation = GaussianEvaluation({.n = 50});
  evaluation.generated_nd = Reversed(evaluation.target_nd);
  const MetricValue value = EvaluateOrDie(W2(), evaluation);
  EXPECT_EQ(value.value, 0);
  EXPECT_FALSE(value.std_error.has_value());
  EXPECT_EQ(value.n, 50);
}

TEST(W2Test, KnowsItsErrorWhereTheLawsDiffer) {
  const GaussianLaw law = {.n = 100, .shift = 3, .scale = 0.7, .seed = 31};
  const Calibration result = Calibrate(W2(), law, 200);
  // between the laws: sqrt(3^2 + 2 * 0.3^2) = 3.030. The bias of W2^2 upwards
  // is about that of equal laws, 0.25 at this n, so 0.04 for the root; the mean
  // of 200 values: 4 standard deviations, false alarm 6e-5
  const double noise = 4 * result.deviation / std::sqrt(200);
  EXPECT_GT(result.mean, 3.03 - noise);
  EXPECT_LT(result.mean, 3.03 + 0.05 + noise);
  // a standard deviation from 200 values is off by 1 / sqrt(398) = 5 %: four of
  // those, false alarm 6e-5
  EXPECT_NEAR(result.error_ratio(), 1, 0.2);
}

TEST(W2Test, DoesNotUnderstateItsErrorWhereTheLawsAgree) {
  const Calibration result = Calibrate(W2(), {.n = 100, .seed = 32}, 200);
  EXPECT_GT(result.error_ratio(), 0.8);
}

TEST(W2Test, FloorIsTheDistanceOfTheTwoTargets) {
  Evaluation evaluation = GaussianEvaluation({.n = 60, .shift = 2, .seed = 5});
  const MetricValue value = EvaluateOrDie(W2(), evaluation);
  evaluation.generated_nd = evaluation.second_target_nd;
  EXPECT_NEAR(*value.floor, EvaluateOrDie(W2(), evaluation).value, 1e-9);
}

TEST(W2Test, DependsNeitherOnThreadsNorOnTheOrderOfRows) {
  const Evaluation evaluation = GaussianEvaluation({.n = 100, .shift = 1});
  ExpectSameBitsForAnyThreads(W2(), evaluation);
  // the optimum is unique, its duals only up to the gaps of a finite sample
  ExpectRowOrderDoesNotMatter(W2(), evaluation, 1e-9, 0.05);
}

TEST(W2Test, RefusesUnequalNumbersOfPoints) {
  Evaluation evaluation = GaussianEvaluation({.n = 4});
  evaluation.target_nd = GaussianPoints({.n = 5});
  ThreadPool pool(1);
  EXPECT_THAT(W2().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
