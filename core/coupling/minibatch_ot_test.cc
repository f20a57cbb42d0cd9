#include "core/coupling/minibatch_ot.h"

#include <cmath>
#include <limits>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Points Cloud(Seed seed, int64_t n) { return {NormalTensor(seed, n, 2), {}}; }

// Half of the points around (-4, 0) with label 0, half around (4, 0) with 1,
// taking turns.
Points TwoClasses(Seed seed, int64_t n) {
  Points points = Cloud(seed, n);
  points.label_n = at::arange(n, at::kLong).remainder(2);
  points.x_nd.select(1, 0).add_((points.label_n.to(at::kFloat) * 8 - 4));
  return points;
}

Pairs Couple(const MinibatchOtOptions& options, const Points& a,
             const Points& b, Seed seed = 7) {
  auto pairs = MinibatchOt(options).Couple(a, b, seed);
  EXPECT_OK(pairs.status());
  return *std::move(pairs);
}

double MeanCost(const Points& a, const Points& b, const Pairs& pairs) {
  return (a.x_nd.index_select(0, pairs.source_b) -
          b.x_nd.index_select(0, pairs.target_b))
      .square()
      .sum(1)
      .mean()
      .item<double>();
}

// Costs of pairs scatter by less than 2 about the plan's mean here: 20 000
// pairs by 0.015, of which five are allowed.
TEST(MinibatchOtTest, DrawnPairsCostWhatThePlanSays) {
  const Points a = Cloud(1, 100), b = Cloud(2, 100);
  for (const OtSolverOptions& solver :
       {OtSolverOptions(SinkhornSolverOptions{0.2}),
        OtSolverOptions(UnbalancedSolverOptions{0.2, 1}),
        OtSolverOptions(PartialSolverOptions{0.6})}) {
    double sum = 0;
    double cost = 0;
    for (Seed seed = 0; seed < 200; ++seed) {
      const Pairs pairs = Couple({Pairing::kResample, solver}, a, b, seed);
      sum += MeanCost(a, b, pairs) / 200;
      cost = pairs.report.cost;
      EXPECT_TRUE(pairs.report.converged);
    }
    EXPECT_NEAR(sum, cost, 5 * 0.015) << solver.index();
  }
}

TEST(MinibatchOtTest, EntropicCostsLieBetweenExactAndIndependent) {
  const Points a = Cloud(1, 100), b = Cloud(2, 100);
  const double exact = Couple({}, a, b).report.cost;
  const Pairs sinkhorn =
      Couple({Pairing::kResample, SinkhornSolverOptions{}}, a, b);
  const double independent = (a.x_nd.unsqueeze(1) - b.x_nd.unsqueeze(0))
                                 .square()
                                 .sum(2)
                                 .mean()
                                 .item<double>();
  EXPECT_GT(sinkhorn.report.cost, exact);
  EXPECT_LT(sinkhorn.report.cost, 0.5 * independent);
  EXPECT_LE(sinkhorn.report.marginal_error, 1e-3);
  EXPECT_GT(sinkhorn.report.iterations, 1);
  const Pairs explicit_default = Couple(
      {Pairing::kResample, SinkhornSolverOptions{independent / 20}}, a, b);
  EXPECT_NEAR(explicit_default.report.cost, sinkhorn.report.cost, 1e-4);
}

TEST(MinibatchOtTest, TooFewIterationsAreReported) {
  const Points a = Cloud(1, 60), b = Cloud(2, 60);
  const Pairs pairs =
      Couple({Pairing::kResample, SinkhornSolverOptions{0.01, 3, 1e-6}}, a, b);
  EXPECT_FALSE(pairs.report.converged);
  EXPECT_EQ(pairs.report.iterations, 3);
  EXPECT_GT(pairs.report.marginal_error, 1e-6);
}

TEST(MinibatchOtTest, PartialPairsLeaveTheFarthestPointsOut) {
  Points a = Cloud(1, 50), b = Cloud(2, 50);
  b.x_nd.narrow(0, 0, 10).add_(100);
  const Pairs pairs =
      Couple({Pairing::kResample, PartialSolverOptions{0.8}}, a, b);
  EXPECT_GE(pairs.target_b.min().item<int64_t>(), 10);
  EXPECT_LE(pairs.report.duality_gap, 1e-6);
}

TEST(MinibatchOtTest, AnInfiniteConditionWeightCouplesWithinAClass) {
  const Points a = Cloud(1, 200), b = TwoClasses(2, 200);
  for (const OtSolverOptions& solver :
       {OtSolverOptions(ExactSolverOptions{}),
        OtSolverOptions(SinkhornSolverOptions{}),
        OtSolverOptions(PartialSolverOptions{0.5}),
        OtSolverOptions(UnbalancedSolverOptions{1, 10})}) {
    const Pairs pairs =
        Couple({Pairing::kResample, solver, {}, kInfinity}, a, b);
    EXPECT_TRUE(b.label_n.index_select(0, pairs.source_b)
                    .equal(b.label_n.index_select(0, pairs.target_b)))
        << solver.index();
  }
}

// The mean of x over the source points of a class. The law is N(0, I), so over
// 400 points of a class it has a standard deviation of 0.05; five are allowed.
// Transport that is free gives the left class the left half of the source,
// whose mean is -sqrt(2 / pi) = -0.80.
TEST(MinibatchOtTest, TheSourceOfAClassKeepsItsLaw) {
  const Points a = Cloud(1, 800), b = TwoClasses(2, 800);
  const auto mean_of_left = [&](double weight) {
    const Pairs pairs = Couple(
        {.pairing = Pairing::kPermutation, .condition_weight = weight}, a, b);
    const at::Tensor left =
        b.label_n.index_select(0, pairs.target_b).eq(0).nonzero().squeeze(1);
    return a.x_nd.index_select(0, pairs.source_b.index_select(0, left))
        .select(1, 0)
        .mean()
        .item<double>();
  };
  EXPECT_NEAR(mean_of_left(0), -0.80, 5 * 0.05);
  EXPECT_NEAR(mean_of_left(kInfinity), 0, 5 * 0.05);
  EXPECT_NEAR(mean_of_left(1e6), mean_of_left(kInfinity), 1e-5);
  const double between = mean_of_left(10);
  EXPECT_GT(between, -0.75);
  EXPECT_LT(between, -0.05);
}

TEST(MinibatchOtTest, WithinAClassThePlanIsOptimal) {
  const Points a = Cloud(1, 80), b = TwoClasses(2, 80);
  const Pairs pairs = Couple({.condition_weight = kInfinity}, a, b);
  double cost = 0;
  for (const int64_t label : {0, 1}) {
    const at::Tensor rows = b.label_n.eq(label).nonzero().squeeze(1);
    const Points a_class{a.x_nd.index_select(0, rows), {}};
    const Points b_class{b.x_nd.index_select(0, rows), {}};
    cost += Couple({}, a_class, b_class).report.cost / 2;
  }
  EXPECT_NEAR(pairs.report.cost, cost, 1e-6);
  EXPECT_NEAR(MeanCost(a, b, pairs), cost, 1e-5);
}

TEST(MinibatchOtTest, ACoordinateThatIsNotFiniteIsRefused) {
  Points a = Cloud(1, 8);
  const Points b = Cloud(2, 8);
  a.x_nd[3][1] = std::nanf("");
  for (const OtSolverOptions& solver :
       {OtSolverOptions(ExactSolverOptions{}),
        OtSolverOptions(SinkhornSolverOptions{0.1}),
        OtSolverOptions(PartialSolverOptions{0.5})}) {
    EXPECT_THAT(
        MinibatchOt({Pairing::kResample, solver}).Couple(a, b, 1).status(),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("finite")));
  }
}

TEST(MinibatchOtTest, PointsInOnePlaceAreCoupledAtNoCost) {
  const Points a{at::full({5, 2}, 1.0f), {}};
  const Pairs pairs =
      Couple({Pairing::kResample, SinkhornSolverOptions{}}, a, a);
  EXPECT_EQ(pairs.report.cost, 0);
}

}  // namespace
}  // namespace flow::core
