#include "core/ot/entropic_plan.h"

#include <vector>

#include "core/base/random.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// n m P = u K v with u = (1, 2), v = (1, 1, 4), K = ((0, 1, 1), (2, 0, 0)).
EntropicPlan Small() {
  EntropicPlan plan;
  plan.rows = 2;
  plan.columns = 3;
  plan.stride = 4;
  plan.kernel = {0, 1, 1, 0, 2, 0, 0, 0};
  plan.row_scale = {1, 2};
  plan.column_scale = {1, 1, 4, 0};
  const std::vector<float> cost = {9, 1, 2, 3, 9, 9};
  FillMasses(cost, &plan);
  return plan;
}

TEST(EntropicPlanTest, MassesAndCost) {
  const EntropicPlan plan = Small();
  EXPECT_EQ(plan.Probability(0, 2), 4.0 / 6);
  EXPECT_EQ(plan.Probability(1, 0), 4.0 / 6);
  EXPECT_NEAR(plan.mass, 9.0 / 6, 1e-15);
  EXPECT_NEAR(plan.row_mass[0], 5.0 / 6, 1e-15);
  EXPECT_NEAR(plan.column_mass[1], 1.0 / 6, 1e-15);
  EXPECT_NEAR(plan.cost, (1 + 2 * 4 + 3 * 4) / 9.0, 1e-15);
}

TEST(EntropicPlanTest, AColumnIsDrawnByInversion) {
  const EntropicPlan plan = Small();
  EXPECT_EQ(plan.ColumnOf(0, 0.0), 1);
  EXPECT_EQ(plan.ColumnOf(0, 0.19), 1);
  EXPECT_EQ(plan.ColumnOf(0, 0.21), 2);
  EXPECT_EQ(plan.ColumnOf(0, 1.0), 2);
  EXPECT_EQ(plan.ColumnOf(1, 0.9999), 0);
}

// 9000 draws: the share of each pair has a standard deviation below 0.0053;
// five of them, for three pairs, fail by chance less than once in 500 000
// seeds.
TEST(EntropicPlanTest, PairsComeAsOftenAsThePlanSays) {
  const EntropicPlan plan = Small();
  double first = 0, second = 0, third = 0;
  constexpr int kDraws = 9000;
  for (int i = 0; i < kDraws; ++i) {
    RowRandom random(3, i);
    const auto [row, column] = plan.Draw(&random);
    first += row == 0 && column == 1;
    second += row == 0 && column == 2;
    third += row == 1 && column == 0;
  }
  EXPECT_NEAR(first / kDraws, 1.0 / 9, 5 * 0.0053);
  EXPECT_NEAR(second / kDraws, 4.0 / 9, 5 * 0.0053);
  EXPECT_NEAR(third / kDraws, 4.0 / 9, 5 * 0.0053);
  EXPECT_EQ(first + second + third, kDraws);
}

}  // namespace
}  // namespace flow::core
