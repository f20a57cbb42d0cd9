#include "core/ot/sinkhorn.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/ot/assignment.h"
#include "core/ot/squared_costs.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

std::vector<float> PlaneCosts(Seed seed, int64_t n, int64_t m) {
  const auto points = [&](const char* name, int64_t count) {
    std::vector<float> x;
    for (int64_t i = 0; i < count; ++i) {
      RowRandom random(DeriveSeed(seed, name), i);
      x.push_back(static_cast<float>(random.Normal()));
      x.push_back(static_cast<float>(random.Normal()));
    }
    return x;
  };
  return AllSquaredCosts(points("x", n), SquaredCosts(points("y", m), m, 2), n);
}

// The same problem by log-sum-exp in double, as slow as it is plain.
struct Reference {
  Reference(const std::vector<float>& cost, int64_t n, int64_t m, double e)
      : f(n), g(m), cost(cost), e(e) {
    for (int k = 0; k < 4000; ++k) {
      for (int64_t i = 0; i < n; ++i) f[i] -= e * LogRow(i);
      for (int64_t j = 0; j < m; ++j) g[j] -= e * LogColumn(j);
    }
  }

  double Log(int64_t i, int64_t j) const {
    return (f[i] + g[j] - cost[i * g.size() + j]) / e;
  }
  double LogRow(int64_t i) const {
    double sum = 0;
    for (size_t j = 0; j < g.size(); ++j) sum += std::exp(Log(i, j));
    return std::log(sum / g.size());
  }
  double LogColumn(int64_t j) const {
    double sum = 0;
    for (size_t i = 0; i < f.size(); ++i) sum += std::exp(Log(i, j));
    return std::log(sum / f.size());
  }

  std::vector<double> f, g;
  const std::vector<float>& cost;
  double e;
};

double ColumnError(const EntropicPlan& plan) {
  double error = 0;
  for (const double mass : plan.column_mass) {
    error += std::abs(mass - 1.0 / plan.columns) / 2;
  }
  return error;
}

// With costs 0 on and c off the diagonal the plan is symmetric: p on the
// diagonal, 1/2 - p off it, p / (1/2 - p) = exp(c / e).
TEST(SinkhornTest, TwoByTwoInClosedForm) {
  const std::vector<float> cost = {0, 1.5f, 1.5f, 0};
  ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                       SolveSinkhorn(cost, 2, 2, {0.7, 1000, 1e-9}));
  const double ratio = std::exp(1.5 / 0.7);
  const double p = 0.5 * ratio / (1 + ratio);
  EXPECT_NEAR(plan.Probability(0, 0), p, 1e-7);
  EXPECT_NEAR(plan.Probability(0, 1), 0.5 - p, 1e-7);
  EXPECT_NEAR(plan.cost, 2 * (0.5 - p) * 1.5, 1e-6);
  const double kl =
      2 * p * std::log(4 * p) + 2 * (0.5 - p) * std::log(4 * (0.5 - p));
  EXPECT_NEAR(plan.primal, plan.cost + 0.7 * kl, 1e-6);
  EXPECT_NEAR(plan.dual, plan.primal, 1e-6);
  EXPECT_TRUE(plan.converged);
}

// c_ij = a_i + b_j costs every plan the same: the best is the independent one.
TEST(SinkhornTest, SeparableCostsGiveTheProduct) {
  const std::vector<float> a = {0, 3, 1}, b = {2, 0, 5, 7};
  std::vector<float> cost;
  for (const float x : a) {
    for (const float y : b) cost.push_back(x + y);
  }
  ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                       SolveSinkhorn(cost, 3, 4, {0.01, 1000, 1e-7}));
  for (int64_t i = 0; i < 3; ++i) {
    for (int64_t j = 0; j < 4; ++j) {
      EXPECT_NEAR(plan.Probability(i, j), 1.0 / 12, 1e-7);
    }
  }
}

TEST(SinkhornTest, AgreesWithLogSumExpInDouble) {
  for (const auto& [n, m, e] : {std::tuple<int, int, double>{13, 13, 1.0},
                                {9, 22, 0.3},
                                {31, 17, 0.1}}) {
    const std::vector<float> cost = PlaneCosts(n, n, m);
    const Reference exact(cost, n, m, e);
    ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                         SolveSinkhorn(cost, n, m, {e, 100000, 1e-7}));
    EXPECT_TRUE(plan.converged);
    double distance = 0;
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < m; ++j) {
        distance += std::abs(plan.Probability(i, j) -
                             std::exp(exact.Log(i, j)) / (n * m)) /
                    2;
      }
    }
    EXPECT_LE(distance, 3e-6) << n << " " << m << " " << e;
  }
}

TEST(SinkhornTest, MeetsTheMarginalsAsItSays) {
  const std::vector<float> cost = PlaneCosts(4, 100, 70);
  for (const double tolerance : {1e-2, 1e-4, 1e-6}) {
    ASSERT_OK_AND_ASSIGN(
        const EntropicPlan plan,
        SolveSinkhorn(cost, 100, 70, {0.2, 100000, tolerance}));
    EXPECT_TRUE(plan.converged);
    EXPECT_LE(plan.error, tolerance);
    EXPECT_NEAR(ColumnError(plan), plan.error, 1e-7);
    for (const double mass : plan.row_mass) EXPECT_NEAR(mass, 0.01, 1e-8);
    EXPECT_NEAR(plan.mass, 1, 1e-6);
  }
}

// No e is too small for it: the kernel of the first iterations alone would
// underflow everywhere.
TEST(SinkhornTest, TendsToTheExactAssignmentAsRegularisationVanishes) {
  const std::vector<float> cost = PlaneCosts(5, 24, 24);
  ASSERT_OK_AND_ASSIGN(const Assignment exact, SolveAssignment(cost, 24));
  double last = std::numeric_limits<double>::infinity();
  for (const double e : {1.0, 0.1, 0.01, 0.001}) {
    ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                         SolveSinkhorn(cost, 24, 24, {e, 1000000, 1e-5}));
    EXPECT_TRUE(plan.converged) << e;
    const double excess = plan.cost - exact.cost / 24;
    EXPECT_GE(excess, -1e-3);  // the columns are met to 1e-5 of costs up to 30
    EXPECT_LE(excess, e * std::log(24.0) + 1e-3);
    EXPECT_LT(excess, last);
    last = excess;
  }
}

TEST(SinkhornTest, TendsToTheIndependentPlanAsRegularisationGrows) {
  const std::vector<float> cost = PlaneCosts(6, 20, 20);
  double mean = 0;
  for (const float c : cost) mean += c / 400;
  ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                       SolveSinkhorn(cost, 20, 20, {1e5, 100, 1e-6}));
  EXPECT_NEAR(plan.cost, mean, 1e-3 * mean);
  for (int64_t j = 0; j < 20; ++j) {
    EXPECT_NEAR(plan.Probability(3, j), 1.0 / 400, 1e-6);
  }
}

TEST(SinkhornTest, EachIterationRaisesTheDual) {
  const std::vector<float> cost = PlaneCosts(7, 40, 40);
  double dual = -std::numeric_limits<double>::infinity();
  for (int64_t iterations = 1; iterations <= 60; ++iterations) {
    ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                         SolveSinkhorn(cost, 40, 40, {0.3, iterations, 1e-12}));
    EXPECT_EQ(plan.iterations, iterations);
    EXPECT_FALSE(plan.converged);
    EXPECT_GE(plan.dual, dual - 1e-7);
    dual = plan.dual;
  }
}

TEST(SinkhornTest, DependsOnNothingButDifferencesOfCosts) {
  const std::vector<float> cost = PlaneCosts(8, 16, 16);
  std::vector<float> moved = cost;
  for (float& c : moved) c += 64;
  ASSERT_OK_AND_ASSIGN(const EntropicPlan a,
                       SolveSinkhorn(cost, 16, 16, {0.5, 10000, 1e-7}));
  ASSERT_OK_AND_ASSIGN(const EntropicPlan b,
                       SolveSinkhorn(moved, 16, 16, {0.5, 10000, 1e-7}));
  EXPECT_NEAR(b.dual - a.dual, 64, 1e-4);
  EXPECT_NEAR(a.Probability(2, 3), b.Probability(2, 3), 1e-6);
}

TEST(SinkhornTest, RefusesWhatHasNoPlan) {
  const std::vector<float> cost = {0, 1, 2, INFINITY};
  EXPECT_THAT(SolveSinkhorn(cost, 2, 2, {}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("cost(1, 1) is inf")));
  EXPECT_THAT(
      SolveSinkhorn({}, 0, 0, {}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("at least one")));
  EXPECT_THAT(SolveSinkhorn({1.0f}, 1, 1, {.regularization = 0}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("regularization > 0")));
}

}  // namespace
}  // namespace flow::core
