#include "core/ode/fixed_step_solver.h"

#include <cmath>
#include <limits>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/ones_like.h"
#include "core/base/status_testing.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

const Journey kForth = {Direction::kForward, {}};
const Journey kBack = {Direction::kBackward, {}};

Tile Points(int64_t n) {
  return CutTile(at::linspace(-0.9, 0.9, n, at::kDouble).unsqueeze(1), 0);
}

// The root mean square error of one of the methods on the tanh equation.
double ErrorAfter(const Tableau& tableau, int64_t steps, const Journey& way) {
  const FunctionField field(TanhVelocity);
  Tile tile = Points(128);
  const at::Tensor start = tile.x_bd, end = TanhSolution(start, 1);
  if (way.direction == Direction::kBackward) tile.x_bd = end;
  const auto moved = SolveFixed(tableau, steps, field, way, tile);
  EXPECT_OK(moved);
  const at::Tensor exact = way.direction == Direction::kForward ? end : start;
  return moved->x_bd.sub(exact).square().mean().sqrt().item<double>();
}

TEST(SolveFixedTest, ConvergesWithTheOrderOfTheMethodBothWays) {
  for (const Tableau* tableau : {&kEuler, &kMidpoint, &kHeun, &kRk4}) {
    for (const Journey& way : {kForth, kBack}) {
      double slope = 0;  // least squares over four points, as log2
      for (int i = 0; i < 4; ++i) {
        slope -= (i - 1.5) / 5 * std::log2(ErrorAfter(*tableau, 32 << i, way));
      }
      EXPECT_NEAR(slope, tableau->order, 0.15);
    }
  }
}

TEST(SolveFixedTest, EulerIsItsRecurrence) {
  const FunctionField field(TanhVelocity);
  const Tile tile = CutTile(at::full({1, 1}, 0.5, at::kDouble), 0);
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveFixed(kEuler, 4, field, kForth, tile));
  double x = 0.5, energy = 0;
  for (int k = 0; k < 4; ++k) {
    const double v = (1 + 2 * k / 4.) * (1 - x * x);
    energy += v * v / 4;
    x += v / 4;
  }
  EXPECT_NEAR(end.x_bd[0].item<double>(), x, 1e-15);
  EXPECT_NEAR(end.energy_b[0], energy, 1e-15);
}

TEST(SolveFixedTest, CountsTheStagesOfEachStep) {
  const FunctionField field(TanhVelocity);
  for (const Tableau* tableau : {&kEuler, &kMidpoint, &kHeun, &kRk4}) {
    ASSERT_OK_AND_ASSIGN(const TileEnd end,
                         SolveFixed(*tableau, 5, field, kForth, Points(3)));
    EXPECT_EQ(end.evaluations_b[0], 5 * tableau->stages);
  }
  EXPECT_EQ(field.calls(), 5 * (1 + 2 + 2 + 4));
}

TEST(SolveFixedTest, NeverLeavesTheTimeInterval) {
  const FunctionField field(TanhVelocity);
  for (const int64_t steps : {1, 3, 7, 10, 49, 100}) {
    for (const Journey& way : {kForth, kBack}) {
      EXPECT_OK(SolveFixed(kHeun, steps, field, way, Points(1)));
    }
  }
  EXPECT_EQ(field.min_t(), 0);
  EXPECT_EQ(field.max_t(), 1);
}

TEST(SolveFixedTest, SavesGridPointsExactlyAndChordsBetween) {
  const FunctionField field(TanhVelocity);
  const Journey way = {Direction::kForward, {0, 0.25, 0.3, 0.5, 1}};
  const Tile tile = Points(2);
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveFixed(kHeun, 4, field, way, tile));
  const at::Tensor& x = end.trajectory_sbd;
  EXPECT_TRUE(x[0].equal(tile.x_bd));
  EXPECT_TRUE(x[4].equal(end.x_bd));
  const at::Tensor chord = x[1] * 0.8 + x[3] * 0.2;
  EXPECT_LT((x[2] - chord).abs().max().item<double>(), 1e-15);
  // and the first grid point is where one step of Heun's method leads
  const std::vector<double> t0(kTileRows, 0), t1(kTileRows, 0.25);
  const at::Tensor k0 = EvaluateVelocity(field, tile.x_bd, t0);
  EXPECT_TRUE(x[1].equal(TakeStep(kHeun, field, tile.x_bd, k0, t0, t1).x_bd));
}

TEST(SolveFixedTest, SavingChangesNothing) {
  const FunctionField field(TanhVelocity);
  const Journey way = {Direction::kForward, {0.1, 0.77}};
  ASSERT_OK_AND_ASSIGN(const TileEnd with,
                       SolveFixed(kRk4, 4, field, way, Points(9)));
  ASSERT_OK_AND_ASSIGN(const TileEnd without,
                       SolveFixed(kRk4, 4, field, kForth, Points(9)));
  EXPECT_TRUE(with.x_bd.equal(without.x_bd));
  EXPECT_EQ(with.energy_b, without.energy_b);
}

TEST(SolveFixedTest, NamesTheTimeAndPointThatBlowUp) {
  // x' = x^2 from 1 leaves the doubles; from 0.1 it does not
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor&) {
    return 1e200 * x_bd * x_bd;
  });
  Tile tile = CutTile(at::full({4, 1}, 0., at::kDouble), 0);
  tile.first_point = 256;
  tile.x_bd[2] = 1;
  EXPECT_THAT(SolveFixed(kEuler, 4, field, kForth, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state is not finite at t = 0.5, point 258"));
  EXPECT_THAT(SolveFixed(kEuler, 4, field, kBack, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state is not finite at t = 0.5, point 258"));
}

TEST(SolveFixedTest, NamesAPointThatStartsAsNan) {
  const FunctionField field(TanhVelocity);
  const Tile tile = CutTile(
      at::full({1, 1}, std::numeric_limits<double>::quiet_NaN(), at::kDouble),
      0);
  EXPECT_THAT(
      SolveFixed(kEuler, 4, field, kForth, tile),
      StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("at t = 0, point 0")));
}

}  // namespace
}  // namespace flow::core
