#include "core/ot/semidiscrete.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/ot/assignment.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::vector<float> Normal(Seed seed, int64_t count) {
  std::vector<float> x;
  for (int64_t i = 0; i < count; ++i) {
    x.push_back(static_cast<float>(RowRandom(seed, i).Normal()));
  }
  return x;
}

// Uniform points on [0, 1].
std::vector<float> Uniform(Seed seed, int64_t count) {
  std::vector<float> x;
  for (int64_t i = 0; i < count; ++i) {
    x.push_back(static_cast<float>(RowRandom(seed, i).Uniform()));
  }
  return x;
}

// On the line the cell of the k-th of M points is the k-th interval between the
// quantiles k/M. Between neighbours y < z the border is where
// (b - y)^2 - g_y = (b - z)^2 - g_z, so b = (z + y)/2 + (g_y - g_z)/(2 (z -
// y)).
TEST(SemidiscreteTest, CellsOfTheLineLieBetweenQuantiles) {
  const std::vector<float> y = {-0.5f, 0.1f, 0.2f, 0.9f, 3.0f};
  const SquaredCosts targets(y, 5, 1);
  ThreadPool pool(1);
  const std::vector<double> g = FitSemidiscrete(
      targets, {0, 2000, 200},
      [](int64_t step) { return Uniform(DeriveSeed(1, step), 200); }, &pool);
  for (int k = 1; k < 5; ++k) {
    const double border =
        (y[k] + y[k - 1]) / 2 + (g[k - 1] - g[k]) / (2 * (y[k] - y[k - 1]));
    EXPECT_NEAR(border, 0.2 * k, 0.02) << k;
  }
  double sum = 0;
  for (const double weight : g) sum += weight;
  EXPECT_NEAR(sum, 0, 1e-9);
}

struct Plane {
  explicit Plane(double temperature)
      : y(Normal(7, 2 * kTargets)), targets(y, kTargets, 2) {
    for (float& v : y) v = 0.5f * v + 1;
    targets = SquaredCosts(y, kTargets, 2);
    weights = FitSemidiscrete(
        targets, {temperature, 1500, 128},
        [&](int64_t step) { return Draw(1, step); }, &pool);
  }
  static std::vector<float> Draw(Seed seed, int64_t step) {
    return Normal(DeriveSeed(seed, step), 2 * 128);
  }

  static constexpr int64_t kTargets = 60;
  ThreadPool pool{2};
  std::vector<float> y;
  SquaredCosts targets;
  std::vector<double> weights;
};

TEST(SemidiscreteTest, EveryTargetGetsItsShare) {
  for (const double temperature : {0.0, 0.1}) {
    Plane plane(temperature);
    const SemidiscreteCells cells(&plane.targets, plane.weights, temperature);
    const auto draw = [&](int64_t step) { return Plane::Draw(2, step); };
    const SemidiscreteQuality fitted =
        MeasureSemidiscrete(plane.targets, cells, 100, draw, &plane.pool);
    const SemidiscreteCells untrained(
        &plane.targets, std::vector<double>(60, 0.0), temperature);
    const SemidiscreteQuality start =
        MeasureSemidiscrete(plane.targets, untrained, 100, draw, &plane.pool);
    EXPECT_LT(fitted.marginal_error, 0.06) << temperature;
    EXPECT_GT(start.marginal_error, 0.3);
    EXPECT_GT(fitted.dual, start.dual);
  }
}

// The exact cost between 3000 fresh points and each target 50 times over is the
// semi-discrete optimum up to sampling: the mean of 3000 costs of standard
// deviation about 1.5 has one of 0.03, to which the empirical source adds less.
TEST(SemidiscreteTest, TheDualIsTheCostOfExactTransport) {
  Plane plane(0);
  const SemidiscreteCells cells(&plane.targets, plane.weights, 0);
  const double dual =
      MeasureSemidiscrete(
          plane.targets, cells, 100,
          [&](int64_t step) { return Plane::Draw(2, step); }, &plane.pool)
          .dual;
  constexpr int64_t kPoints = 3000;
  std::vector<float> copies;
  for (int64_t i = 0; i < kPoints; ++i) {
    const int64_t j = i % Plane::kTargets;
    copies.insert(copies.end(), {plane.y[2 * j], plane.y[2 * j + 1]});
  }
  ASSERT_OK_AND_ASSIGN(
      const Assignment exact,
      SolvePointAssignment(Normal(99, 2 * kPoints), copies, kPoints, 2,
                           GroundCost::kSquaredEuclidean));
  EXPECT_NEAR(dual, exact.cost / kPoints, 5 * 0.03);
}

TEST(SemidiscreteTest, TheSoftChoiceHasItsSoftmaxWeights) {
  const std::vector<float> y = {0, 1};
  const SquaredCosts targets(y, 2, 1);
  const SemidiscreteCells cells(&targets, {0.2, -0.2}, 0.5);
  const float x = 0.3f;
  const double a = std::exp((0.2 - 0.09) / 0.5);
  const double b = std::exp((-0.2 - 0.49) / 0.5);
  std::vector<double> share(2);
  std::vector<float> scratch;
  const double value = cells.AddShares(&x, share.data(), &scratch);
  EXPECT_NEAR(share[0], a / (a + b), 1e-6);
  EXPECT_NEAR(value, -0.5 * std::log((a + b) / 2), 1e-6);
  EXPECT_EQ(cells.CellOf(&x, 0.99 * a / (a + b), &scratch), 0);
  EXPECT_EQ(cells.CellOf(&x, 1.01 * a / (a + b), &scratch), 1);
  const SemidiscreteCells hard(&targets, {0.2, -0.2}, 0);
  EXPECT_EQ(hard.CellOf(&x, 0.99, &scratch), 0);
}

TEST(SemidiscreteTest, HasTheSameBitsForAnyNumberOfThreads) {
  const std::vector<float> y = Normal(7, 40);
  const SquaredCosts targets(y, 20, 2);
  const auto fit = [&](int threads) {
    ThreadPool pool(threads);
    return FitSemidiscrete(
        targets, {0.2, 20, 300},
        [](int64_t step) { return Normal(DeriveSeed(1, step), 600); }, &pool);
  };
  EXPECT_EQ(fit(1), fit(3));
}

}  // namespace
}  // namespace flow::core
