#include "core/eval/straightness.h"

#include <array>
#include <cmath>
#include <vector>

#include "core/base/status_testing.h"
#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using Point = std::array<double, 2>;

// A field that turns and stretches.
Point Velocity(const Point& x, double t) {
  return {-2 * x[1] + t, 2 * x[0] - 0.5 * x[1] * t};
}

double SquaredNorm(const Point& x) { return x[0] * x[0] + x[1] * x[1]; }

// A path by Heun's rule: its stages, each with the weight h b_i.
struct Path {
  Point start, end;
  std::vector<Point> stages;
  double weight;
};

Path HeunPath(const Point& start, int steps) {
  const double h = 1.0 / steps;
  Path path{start, start, {}, h / 2};
  for (int k = 0; k < steps; ++k) {
    Point& x = path.end;
    const Point first = Velocity(x, k * h);
    const Point second =
        Velocity({x[0] + h * first[0], x[1] + h * first[1]}, (k + 1) * h);
    for (int d = 0; d < 2; ++d) x[d] += h / 2 * (first[d] + second[d]);
    path.stages.push_back(first);
    path.stages.push_back(second);
  }
  return path;
}

TEST(StraightnessTest, IsTheSolversQuadratureOfTheDeviation) {
  std::vector<std::vector<float>> starts, ends;
  std::vector<double> energies;
  double expected = 0;
  for (const Point& start : {Point{1, 0}, Point{-0.5, 2}, Point{0.25, 0.5}}) {
    const Path path = HeunPath(start, 5);
    const Point chord = {path.end[0] - start[0], path.end[1] - start[1]};
    double energy = 0;
    for (const Point& k : path.stages) {
      energy += path.weight * SquaredNorm(k);
      expected += path.weight *
                  SquaredNorm({k[0] - chord[0], k[1] - chord[1]}) / (3 * 2);
    }
    energies.push_back(energy);
    starts.push_back(
        {static_cast<float>(start[0]), static_cast<float>(start[1])});
    ends.push_back(
        {static_cast<float>(path.end[0]), static_cast<float>(path.end[1])});
  }
  Evaluation evaluation;
  evaluation.source_nd = Rows(starts);
  evaluation.generated_nd = Rows(ends);
  evaluation.path_energy_n = PerPoint(energies);
  // the end points are rounded to float32
  EXPECT_NEAR(EvaluateOrDie(Straightness(), evaluation).value, expected, 1e-5);
}

TEST(StraightnessTest, OfLinesAtConstantSpeedIsZero) {
  const at::Tensor x_nd = GaussianPoints({.n = 5, .dim = 3});
  Evaluation evaluation;
  evaluation.source_nd = x_nd;
  evaluation.generated_nd = Shifted(x_nd, 2);
  evaluation.path_energy_n = PerPoint(std::vector<double>(5, 4.0));
  const MetricValue value = EvaluateOrDie(Straightness(), evaluation);
  EXPECT_NEAR(value.value, 0, 1e-6);
  EXPECT_EQ(value.n, 5);
  EXPECT_FALSE(value.floor.has_value());
}

TEST(StraightnessTest, IsAMeanOverDimensionsWithItsError) {
  // nobody arrives elsewhere, after wandering with energies 3 and 6
  const at::Tensor x_nd = GaussianPoints({.n = 2, .dim = 3});
  Evaluation evaluation;
  evaluation.source_nd = x_nd;
  evaluation.generated_nd = x_nd;
  evaluation.path_energy_n = PerPoint(std::vector<double>{3, 6});
  const MetricValue value = EvaluateOrDie(Straightness(), evaluation);
  EXPECT_DOUBLE_EQ(value.value, 1.5);
  EXPECT_DOUBLE_EQ(*value.std_error, 0.5);
}

TEST(StraightnessTest, RefusesWhatDoesNotBelongTogether) {
  Evaluation evaluation;
  evaluation.source_nd = GaussianPoints({.n = 3});
  evaluation.generated_nd = GaussianPoints({.n = 3});
  evaluation.path_energy_n = PerPoint(std::vector<double>{3, 6});
  ThreadPool pool(1);
  EXPECT_THAT(Straightness().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "'path_energy' must have a value for each of the 3 "
                       "points; got 2"));
  evaluation.generated_nd = GaussianPoints({.n = 4});
  EXPECT_THAT(Straightness().Evaluate(evaluation, {&pool, 0}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace flow::core
