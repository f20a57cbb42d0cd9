#include "core/ot/unbalanced.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "core/ot/sinkhorn.h"
#include "core/ot/squared_costs.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<float> PlaneCosts(Seed seed, int64_t n, int64_t m) {
  const auto points = [&](const char* name, int64_t count) {
    std::vector<float> x;
    for (int64_t i = 0; i < 2 * count; ++i) {
      x.push_back(
          static_cast<float>(RowRandom(DeriveSeed(seed, name), i).Normal()));
    }
    return x;
  };
  return AllSquaredCosts(points("x", n), SquaredCosts(points("y", m), m, 2), n);
}

// One point each: with mass p, the derivative of c p + (e + 2 tau) KL(p | 1)
// vanishes at log p = -c / (e + 2 tau).
TEST(UnbalancedTest, OnePointInClosedForm) {
  for (const double tau : {0.1, 1.0, 50.0}) {
    ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                         SolveUnbalanced({2.0f}, 1, 1, {0.3, tau, 1000, 1e-9}));
    const double p = std::exp(-2 / (0.3 + 2 * tau));
    EXPECT_NEAR(plan.mass, p, 1e-6);
    EXPECT_NEAR(plan.primal,
                2 * p + (0.3 + 2 * tau) * (p * std::log(p) - p + 1), 1e-6);
    EXPECT_TRUE(plan.converged);
  }
}

TEST(UnbalancedTest, TheGapCertifiesThePlan) {
  const std::vector<float> cost = PlaneCosts(1, 30, 41);
  for (const double tau : {0.05, 1.0, 20.0, 5000.0}) {
    for (const double e : {0.02, 0.5}) {
      ASSERT_OK_AND_ASSIGN(
          const EntropicPlan plan,
          SolveUnbalanced(cost, 30, 41, {e, tau, 100000, 1e-7}));
      EXPECT_TRUE(plan.converged);
      EXPECT_GE(plan.primal - plan.dual, -1e-6);
      EXPECT_LE(plan.primal - plan.dual, 1e-4) << tau << " " << e;
    }
  }
}

TEST(UnbalancedTest, MassGrowsWithThePenaltyToTheBalancedProblem) {
  const std::vector<float> cost = PlaneCosts(2, 25, 25);
  ASSERT_OK_AND_ASSIGN(const EntropicPlan balanced,
                       SolveSinkhorn(cost, 25, 25, {0.4, 10000, 1e-7}));
  ASSERT_OK_AND_ASSIGN(
      const EntropicPlan infinite,
      SolveUnbalanced(cost, 25, 25, {0.4, kInfinity, 10000, 1e-7}));
  EXPECT_EQ(infinite.row_dual, balanced.row_dual);
  double mass = 0;
  for (const double tau : {0.1, 1.0, 10.0, 1e4}) {
    ASSERT_OK_AND_ASSIGN(
        const EntropicPlan plan,
        SolveUnbalanced(cost, 25, 25, {0.4, tau, 10000, 1e-7}));
    EXPECT_GT(plan.mass, mass);
    mass = plan.mass;
  }
  EXPECT_NEAR(mass, 1, 1e-3);
}

// An outlier costs more to reach than to leave.
TEST(UnbalancedTest, LeavesAnOutlierBehind) {
  const std::vector<float> cost = {0, 100, 100, 10000};
  ASSERT_OK_AND_ASSIGN(const EntropicPlan plan,
                       SolveUnbalanced(cost, 2, 2, {0.05, 1, 10000, 1e-6}));
  EXPECT_NEAR(plan.row_mass[0], 0.5, 0.02);
  EXPECT_LT(plan.row_mass[1], 1e-8);
}

TEST(UnbalancedTest, AnEmptyPlanIsAnErrorThatNamesTheRemedy) {
  EXPECT_THAT(SolveUnbalanced({1e4f}, 1, 1, {0.05, 1, 1000, 1e-3}).status(),
              StatusIs(absl::StatusCode::kOutOfRange,
                       HasSubstr("a larger marginal_penalty")));
}

}  // namespace
}  // namespace flow::core
