#include "core/eval/npe.h"

#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "core/stats/sample_moments.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

// A source, the source moved by 2, and paths of one energy between them.
Evaluation Translation(double energy) {
  Evaluation evaluation;
  evaluation.source_nd = GaussianPoints({.n = 30, .seed = 1});
  evaluation.target_nd = Shifted(evaluation.source_nd, 2);
  evaluation.path_energy_n = PerPoint(std::vector<double>(30, energy));
  return evaluation;
}

TEST(NpeTest, OfOptimalPathsIsZero) {
  const MetricValue value = EvaluateOrDie(Npe(), Translation(4));
  EXPECT_NEAR(value.value, 0, 1e-6);
  EXPECT_EQ(value.n, 30);
  EXPECT_FALSE(value.floor.has_value());
}

TEST(NpeTest, OfACollapsedModelIsOneAndOnlyTheSignTellsIt) {
  EXPECT_NEAR(EvaluateOrDie(Npe(), Translation(0)).value, 1, 1e-6);
  EXPECT_NEAR(EvaluateOrDie(Npe(), Translation(8)).value, 1, 1e-6);
  EXPECT_NEAR(EvaluateOrDie(SignedNpe(), Translation(0)).value, -1, 1e-6);
  EXPECT_NEAR(EvaluateOrDie(SignedNpe(), Translation(8)).value, 1, 1e-6);
}

TEST(NpeTest, DoesNotChangeWhenTheDataAreScaled) {
  Evaluation evaluation = GaussianEvaluation({.n = 40, .seed = 2});
  evaluation.target_nd = Shifted(evaluation.target_nd, 3);
  evaluation.path_energy_n = PerPoint(std::vector<double>(40, 12.0));
  const MetricValue value = EvaluateOrDie(SignedNpe(), evaluation);
  evaluation.source_nd = evaluation.source_nd.mul(4);
  evaluation.target_nd = evaluation.target_nd.mul(4);
  evaluation.path_energy_n = evaluation.path_energy_n.mul(16);
  const MetricValue scaled = EvaluateOrDie(SignedNpe(), evaluation);
  EXPECT_NEAR(scaled.value, value.value, 1e-9);
  EXPECT_NEAR(*scaled.std_error, *value.std_error, 1e-9);
}

// N(0, I) to N(3 e_1, I) along paths whose energy depends on where they start:
// 9 + 6 x_1, which is correlated with W2^2 of the same points.
TEST(NpeTest, KnowsItsErrorThoughNumeratorAndDenominatorShareTheSource) {
  constexpr int kRepetitions = 200, kPoints = 100;
  std::vector<double> values, errors;
  for (int r = 0; r < kRepetitions; ++r) {
    Evaluation evaluation = GaussianEvaluation(
        {.n = kPoints, .seed = DeriveSeed(61, "repetition", r)});
    evaluation.target_nd = Shifted(evaluation.target_nd, 3);
    const PointCloud source = ToCloud(evaluation.source_nd);
    std::vector<double> energies(kPoints);
    for (int i = 0; i < kPoints; ++i) energies[i] = 9 + 6 * source.row(i)[0];
    evaluation.path_energy_n = PerPoint(energies);
    const MetricValue value = EvaluateOrDie(SignedNpe(), evaluation);
    values.push_back(value.value);
    errors.push_back(*value.std_error);
  }
  // a standard deviation from 200 values is off by 1 / sqrt(398) = 5 %: four of
  // those, false alarm 6e-5
  EXPECT_NEAR(SampleMean(errors) / *SampleDeviation(values), 1, 0.2);
}

TEST(NpeTest, DependsNeitherOnThreadsNorOnTheOrderOfTargetRows) {
  Evaluation evaluation = Translation(5);
  ExpectSameBitsForAnyThreads(Npe(), evaluation);
  const double value = EvaluateOrDie(Npe(), evaluation).value;
  evaluation.target_nd = Reversed(evaluation.target_nd);
  EXPECT_NEAR(EvaluateOrDie(Npe(), evaluation).value, value, 1e-9);
}

TEST(NpeTest, RefusesWhatCannotBeCompared) {
  ThreadPool pool(1);
  Evaluation evaluation = Translation(4);
  evaluation.target_nd = evaluation.source_nd;
  EXPECT_THAT(Npe().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("are the same points")));
  evaluation.target_nd = GaussianPoints({.n = 29});
  EXPECT_THAT(Npe().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'target' must have the shape")));
}

}  // namespace
}  // namespace flow::core
