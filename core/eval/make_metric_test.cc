#include "core/eval/make_metric.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Calls `visit` with the default options of every arm.
template <typename Visit, size_t... kArm>
void ForEachArm(Visit visit, std::index_sequence<kArm...>) {
  (visit(MetricOptions(std::in_place_index<kArm>)), ...);
}
template <typename Visit>
void ForEachArm(Visit visit) {
  ForEachArm(visit,
             std::make_index_sequence<std::variant_size_v<MetricOptions>>());
}

Evaluation CompleteEvaluation() {
  Evaluation evaluation = GaussianEvaluation({.n = 20, .shift = 1, .seed = 1});
  evaluation.path_energy_n = PerPoint(std::vector<double>(20, 9.0));
  evaluation.evaluations_n = PerPoint(std::vector<int64_t>(20, 8));
  evaluation.target_client_n = PerPoint(std::vector<int64_t>(20, 0));
  evaluation.generated_features = {evaluation.generated_nd,
                                   evaluation.generated_nd};
  evaluation.target_features = {evaluation.target_nd, evaluation.target_nd};
  evaluation.second_target_features = {evaluation.second_target_nd};
  return evaluation;
}

TEST(MakeMetricTest, MakesTheMetricOfTheName) {
  ForEachArm([](const MetricOptions& options) {
    EXPECT_EQ(MakeMetric(options)->name(), MetricName(options));
  });
}

TEST(MakeMetricTest, EveryMetricEvaluatesWithItsDefaults) {
  ForEachArm([](const MetricOptions& options) {
    if (NeedsModel(options)) return;  // their own tests have one
    SCOPED_TRACE(std::string(MetricName(options)));
    const auto metric = MakeMetric(options);
    const MetricValue value = EvaluateOrDie(*metric, CompleteEvaluation());
    EXPECT_EQ(value.n, 20);
    EXPECT_TRUE(value.std_error.has_value());
    ExpectSameBitsForAnyThreads(*metric, CompleteEvaluation());
  });
}

TEST(MakeMetricTest, EveryMetricRefusesAnEmptyEvaluation) {
  ThreadPool pool(1);
  ForEachArm([&](const MetricOptions& options) {
    EXPECT_THAT(MakeMetric(options)->Evaluate(Evaluation(), {&pool, 0}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  });
}

TEST(MakeMetricTest, OptionsReachTheMetric) {
  const Evaluation evaluation = CompleteEvaluation();
  const auto value = [&](const MetricOptions& options) {
    return EvaluateOrDie(*MakeMetric(options), evaluation).value;
  };
  EXPECT_NE(value(MmdOptions{.bandwidths = {1}}),
            value(MmdOptions{.bandwidths = {2}}));
  EXPECT_NE(value(SlicedW2Options{.projections = 1}),
            value(SlicedW2Options{.projections = 2}));
  EXPECT_NE(value(KidOptions()), value(KidOptions{KidSubsets{3, 5}}));
  EXPECT_NE(value(InceptionScoreOptions{.splits = 1}),
            value(InceptionScoreOptions{.splits = 2}));
}

TEST(MakeMetricTest, MeasuresFeaturesInPlaceOfPoints) {
  const Evaluation evaluation = CompleteEvaluation();
  Evaluation moved = evaluation;
  moved.generated_nd = Shifted(evaluation.generated_nd, 5);
  const auto value = [](const MetricOptions& options, const Evaluation& of) {
    return EvaluateOrDie(*MakeMetric(options), of).value;
  };
  const MetricOptions of_features = *OnFeatures(PrecisionOptions{.k = 2});
  EXPECT_EQ(MetricName(of_features), "precision_of_features");
  EXPECT_FALSE(MakeMetric(of_features)->lower_is_better());
  EXPECT_EQ(value(of_features, moved),
            value(PrecisionOptions{.k = 2}, evaluation));
  EXPECT_NE(value(of_features, moved), value(PrecisionOptions{.k = 2}, moved));
}

}  // namespace
}  // namespace flow::core
