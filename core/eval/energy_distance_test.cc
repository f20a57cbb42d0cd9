#include "core/eval/energy_distance.h"

#include <cmath>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// E|Z| of Z ~ N(mean, deviation^2): the folded normal.
double MeanOfFoldedNormal(double mean, double deviation) {
  return deviation * std::sqrt(2 / M_PI) *
             std::exp(-mean * mean / (2 * deviation * deviation)) +
         mean * std::erf(mean / (deviation * std::sqrt(2)));
}

// Between N(shift, scale^2) and N(0, 1) on the line.
double Population(double shift, double scale) {
  return 2 * MeanOfFoldedNormal(shift, std::hypot(scale, 1)) -
         MeanOfFoldedNormal(0, scale * std::sqrt(2)) -
         MeanOfFoldedNormal(0, std::sqrt(2));
}

TEST(EnergyDistanceTest, OfFourPointsIsTheArithmetic) {
  const Evaluation evaluation =
      Compared(Rows({{0, 0}, {3, 4}}), Rows({{0, 0}, {0, 2}}));
  // across: 0, 2, 5, sqrt(9 + 4); within: 5 and 2
  const double expected = 2 * (0 + 2 + 5 + std::sqrt(13)) / 4 - 5 - 2;
  EXPECT_NEAR(EvaluateOrDie(EnergyDistance(), evaluation).value, expected,
              1e-6);
}

TEST(EnergyDistanceTest, OfGaussiansIsUnbiasedAndKnowsItsError) {
  const GaussianLaw law = {
      .n = 200, .dim = 1, .shift = 0.7, .scale = 1.5, .seed = 11};
  const Calibration result = Calibrate(EnergyDistance(), law, 200);
  // the mean of 200 values: 4 standard deviations, false alarm 6e-5
  EXPECT_NEAR(result.mean, Population(0.7, 1.5),
              4 * result.deviation / std::sqrt(200));
  // a standard deviation from 200 values is off by 1 / sqrt(398) = 5 %: four of
  // those, false alarm 6e-5
  EXPECT_NEAR(result.error_ratio(), 1, 0.2);
}

TEST(EnergyDistanceTest, DoublesItsVarianceWhereTheLawsAgree) {
  const Calibration result =
      Calibrate(EnergyDistance(), {.n = 50, .dim = 1, .seed = 12}, 2000);
  EXPECT_NEAR(result.mean, 0, 4 * result.deviation / std::sqrt(2000));
  // the values are a weighted sum of centred chi-squares, of excess kurtosis 12
  // at most, so a variance from 2000 of them is off by sqrt(14 / 2000) = 8 %:
  // four of those, false alarm 6e-5
  EXPECT_NEAR(result.variance_ratio(), 2, 2 * 0.33);
}

TEST(EnergyDistanceTest, FloorIsTheDistanceOfTheTwoTargets) {
  Evaluation evaluation = GaussianEvaluation({.n = 60, .shift = 2, .seed = 5});
  const MetricValue value = EvaluateOrDie(EnergyDistance(), evaluation);
  evaluation.generated_nd = evaluation.second_target_nd;
  EXPECT_NEAR(*value.floor, EvaluateOrDie(EnergyDistance(), evaluation).value,
              1e-7);
}

TEST(EnergyDistanceTest, DependsNeitherOnThreadsNorOnTheOrderOfRows) {
  const Evaluation evaluation = GaussianEvaluation({.n = 333, .shift = 1});
  ExpectSameBitsForAnyThreads(EnergyDistance(), evaluation);
  ExpectRowOrderDoesNotMatter(EnergyDistance(), evaluation, 1e-9, 1e-9);
}

TEST(EnergyDistanceTest, RefusesCloudsOfAnotherDimension) {
  Evaluation evaluation = GaussianEvaluation({.n = 4, .dim = 2});
  evaluation.target_nd = GaussianPoints({.n = 4, .dim = 3});
  ThreadPool pool(1);
  EXPECT_THAT(EnergyDistance().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
