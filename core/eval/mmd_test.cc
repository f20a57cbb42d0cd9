#include "core/eval/mmd.h"

#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

// E exp(-|Z|^2 / (2 b^2)) of Z ~ N(shift e_1, variance I) in `dim` dimensions.
double MeanKernel(double b, double shift, double variance, int dim) {
  const double total = b * b + variance;
  return std::pow(b * b / total, dim / 2.0) *
         std::exp(-shift * shift / (2 * total));
}

// Between N(shift e_1, scale^2 I) and N(0, I).
double Population(double b, double shift, double scale, int dim) {
  const double variance = scale * scale;
  return MeanKernel(b, 0, 2 * variance, dim) + MeanKernel(b, 0, 2, dim) -
         2 * MeanKernel(b, shift, variance + 1, dim);
}

TEST(MmdTest, OfGaussiansIsUnbiasedAndKnowsItsError) {
  const Mmd mmd({.bandwidths = {0.5, 2}});
  const GaussianLaw law = {
      .n = 200, .dim = 2, .shift = 0.8, .scale = 1.3, .seed = 21};
  const Calibration result = Calibrate(mmd, law, 200);
  const double expected =
      (Population(0.5, 0.8, 1.3, 2) + Population(2, 0.8, 1.3, 2)) / 2;
  // the mean of 200 values: 4 standard deviations, false alarm 6e-5
  EXPECT_NEAR(result.mean, expected, 4 * result.deviation / std::sqrt(200));
  // a standard deviation from 200 values is off by 1 / sqrt(398) = 5 %: four of
  // those, false alarm 6e-5
  EXPECT_NEAR(result.error_ratio(), 1, 0.2);
}

TEST(MmdTest, DoublesItsVarianceWhereTheLawsAgree) {
  const Calibration result =
      Calibrate(Mmd({.bandwidths = {0.5}}), {.n = 50, .seed = 22}, 2000);
  EXPECT_NEAR(result.mean, 0, 4 * result.deviation / std::sqrt(2000));
  // the values are a weighted sum of centred chi-squares, of excess kurtosis 12
  // at most, so a variance from 2000 of them is off by sqrt(14 / 2000) = 8 %:
  // four of those, false alarm 6e-5
  EXPECT_NEAR(result.variance_ratio(), 2, 2 * 0.33);
}

TEST(MmdTest, DefaultBandwidthsAreMultiplesOfTheTargetsMedian) {
  Evaluation evaluation =
      Compared(Rows({{0}, {2}, {9}}), Rows({{0}, {1}, {4}}));
  // distances of the target: 1, 3, 4
  const Mmd explicit_mmd({.bandwidths = {0.75, 1.5, 3, 6, 12}});
  EXPECT_EQ(EvaluateOrDie(Mmd(MmdOptions()), evaluation).value,
            EvaluateOrDie(explicit_mmd, evaluation).value);
}

TEST(MmdTest, FloorIsTheDiscrepancyOfTheTwoTargets) {
  const Mmd mmd({.bandwidths = {1}});
  Evaluation evaluation = GaussianEvaluation({.n = 60, .shift = 2, .seed = 5});
  const MetricValue value = EvaluateOrDie(mmd, evaluation);
  evaluation.generated_nd = evaluation.second_target_nd;
  EXPECT_NEAR(*value.floor, EvaluateOrDie(mmd, evaluation).value, 1e-7);
}

TEST(MmdTest, DependsNeitherOnThreadsNorOnTheOrderOfRows) {
  const Evaluation evaluation = GaussianEvaluation({.n = 333, .shift = 1});
  ExpectSameBitsForAnyThreads(Mmd(MmdOptions()), evaluation);
  ExpectRowOrderDoesNotMatter(Mmd(MmdOptions()), evaluation, 1e-9, 1e-9);
}

TEST(MmdTest, RefusesWhatHasNoKernel) {
  Evaluation evaluation = GaussianEvaluation({.n = 4});
  ThreadPool pool(1);
  EXPECT_THAT(Mmd({.bandwidths = {1, -2}}).Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'bandwidths' must be > 0; got -2"));
  evaluation.target_nd = Rows({{1, 1}, {1, 1}, {1, 1}});
  EXPECT_THAT(Mmd(MmdOptions()).Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("median distance of the target is 0")));
}

}  // namespace
}  // namespace flow::core
