#include "core/eval/sliced_w2.h"

#include <cmath>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/eval/w2.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const SlicedW2Options kFewDirections = {.projections = 16};

TEST(SlicedW2Test, OnTheLineIsW2) {
  const Evaluation evaluation =
      GaussianEvaluation({.n = 100, .dim = 1, .shift = 1, .scale = 2});
  const MetricValue sliced =
      EvaluateOrDie(SlicedW2(kFewDirections), evaluation);
  EXPECT_NEAR(sliced.value, EvaluateOrDie(W2(), evaluation).value, 1e-9);
}

TEST(SlicedW2Test, OfATranslatedCloudIsTheShiftOverTheRootOfTheDimension) {
  Evaluation evaluation = GaussianEvaluation({.n = 20, .dim = 3});
  evaluation.generated_nd = Shifted(evaluation.target_nd, 2.5);
  // the square is 2.5^2 times the mean of d_1^2, uniform on the sphere: mean
  // 1/3, variance 4/45. Over 4096 directions 1/3 -+ 0.0047; four of those,
  // false alarm 6e-5
  const double square = 2.5 * 2.5;
  const double value =
      EvaluateOrDie(SlicedW2({.projections = 4096}), evaluation).value;
  EXPECT_NEAR(value * value, square / 3, 4 * 0.0047 * square);
}

TEST(SlicedW2Test, OfACloudAndItselfIsZeroWithoutAnError) {
  Evaluation evaluation = GaussianEvaluation({.n = 50});
  evaluation.generated_nd = Reversed(evaluation.target_nd);
  const MetricValue value = EvaluateOrDie(SlicedW2(kFewDirections), evaluation);
  EXPECT_EQ(value.value, 0);
  EXPECT_FALSE(value.std_error.has_value());
  EXPECT_EQ(value.n, 50);
}

TEST(SlicedW2Test, OfGaussiansHasItsClosedFormAndKnowsItsError) {
  const GaussianLaw law = {.n = 200, .shift = 3, .scale = 0.5, .seed = 51};
  const Calibration result = Calibrate(SlicedW2({.projections = 64}), law, 200);
  // a direction d gives (3 d_1)^2 + (1 - 0.5)^2: the square is 9/2 + 1/4 in two
  // dimensions. Var(d_1^2) = 1/8, so 64 given directions move it by
  // 9 sqrt(1/8/64) = 0.4, and the root of 4.75 by 0.09: three of those. The
  // bias of n = 200 on the line, a few times 1/n, is small beside it
  EXPECT_NEAR(result.mean, std::sqrt(4.75), 0.28);
  // a standard deviation from 200 values is off by 1 / sqrt(398) = 5 %: four of
  // those, false alarm 6e-5
  EXPECT_NEAR(result.error_ratio(), 1, 0.2);
}

TEST(SlicedW2Test, DoesNotUnderstateItsErrorWhereTheLawsAgree) {
  const Calibration result =
      Calibrate(SlicedW2(kFewDirections), {.n = 200, .seed = 52}, 200);
  EXPECT_GT(result.error_ratio(), 0.8);
}

TEST(SlicedW2Test, FloorIsTheDistanceOfTheTwoTargets) {
  const SlicedW2 metric(kFewDirections);
  Evaluation evaluation = GaussianEvaluation({.n = 60, .shift = 2, .seed = 5});
  const MetricValue value = EvaluateOrDie(metric, evaluation);
  evaluation.generated_nd = evaluation.second_target_nd;
  EXPECT_NEAR(*value.floor, EvaluateOrDie(metric, evaluation).value, 1e-9);
}

TEST(SlicedW2Test, DependsNeitherOnThreadsNorOnTheOrderOfRows) {
  const SlicedW2 metric(kFewDirections);
  const Evaluation evaluation = GaussianEvaluation({.n = 100, .shift = 1});
  ExpectSameBitsForAnyThreads(metric, evaluation);
  ExpectRowOrderDoesNotMatter(metric, evaluation, 1e-9, 1e-9);
}

TEST(SlicedW2Test, RefusesNoProjectionAndUnequalNumbersOfPoints) {
  Evaluation evaluation = GaussianEvaluation({.n = 4});
  ThreadPool pool(1);
  EXPECT_THAT(SlicedW2({.projections = 0}).Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'projections' must be >= 1; got 0"));
  evaluation.target_nd = GaussianPoints({.n = 5});
  EXPECT_THAT(SlicedW2(kFewDirections).Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
