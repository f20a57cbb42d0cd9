#include "core/ode/fixed_step_solver.h"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/ones_like.h"
#include "core/base/status_testing.h"
#include "core/ode/runge_kutta.h"
#include "core/ode/time_grid.h"
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
  const auto moved =
      SolveFixed({tableau, UniformGrid(steps)}, field, way, tile);
  EXPECT_OK(moved);
  const at::Tensor exact = way.direction == Direction::kForward ? end : start;
  return moved->x_bd.sub(exact).square().mean().sqrt().item<double>();
}

TEST(SolveFixedTest, ConvergesWithTheOrderOfTheMethodBothWays) {
  for (const Tableau* tableau :
       {&kEuler, &kMidpoint, &kHeun, &kRk4, &kRk4ThreeEighths}) {
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
  ASSERT_OK_AND_ASSIGN(const TileEnd end, SolveFixed({kEuler, UniformGrid(4)},
                                                     field, kForth, tile));
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
  for (const Tableau* tableau :
       {&kEuler, &kMidpoint, &kHeun, &kRk4, &kRk4ThreeEighths}) {
    ASSERT_OK_AND_ASSIGN(
        const TileEnd end,
        SolveFixed({*tableau, UniformGrid(5)}, field, kForth, Points(3)));
    EXPECT_EQ(end.evaluations_b[0], 5 * tableau->stages);
  }
  EXPECT_EQ(field.calls(), 5 * (1 + 2 + 2 + 4 + 4));
}

TEST(SolveFixedTest, NeverLeavesTheTimeInterval) {
  const FunctionField field(TanhVelocity);
  for (const int64_t steps : {1, 3, 7, 10, 49, 100}) {
    for (const Journey& way : {kForth, kBack}) {
      EXPECT_OK(SolveFixed({kHeun, UniformGrid(steps)}, field, way, Points(1)));
    }
  }
  EXPECT_EQ(field.min_t(), 0);
  EXPECT_EQ(field.max_t(), 1);
}

TEST(SolveFixedTest, SavesGridPointsExactly) {
  const FunctionField field(TanhVelocity);
  const Journey way = {Direction::kForward, {0, 0.25, 0.3, 0.5, 1}};
  const Tile tile = Points(2);
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveFixed({kHeun, UniformGrid(4)}, field, way, tile));
  const at::Tensor& x = end.trajectory_sbd;
  EXPECT_TRUE(x[0].equal(tile.x_bd));
  EXPECT_TRUE(x[4].equal(end.x_bd));
  // and the first grid point is where one step of Heun's method leads
  const std::vector<double> t0(kTileRows, 0), t1(kTileRows, 0.25);
  const at::Tensor k0 = EvaluateVelocity(field, tile.x_bd, t0);
  EXPECT_TRUE(x[1].equal(TakeStep(kHeun, field, tile.x_bd, k0, t0, t1).x_bd));
}

TEST(SolveFixedTest, SavesChordsOfEulersMethod) {
  const FunctionField field(TanhVelocity);
  const Journey way = {Direction::kForward, {0.25, 0.3, 0.5}};
  ASSERT_OK_AND_ASSIGN(const TileEnd end, SolveFixed({kEuler, UniformGrid(4)},
                                                     field, way, Points(2)));
  const at::Tensor& x = end.trajectory_sbd;
  const at::Tensor chord = x[0] * 0.8 + x[2] * 0.2;
  EXPECT_LT((x[1] - chord).abs().max().item<double>(), 1e-15);
}

// The root mean square error of the saved positions between grid points.
double ErrorBetween(const Tableau& tableau, int64_t steps) {
  const FunctionField field(TanhVelocity);
  Journey way = {Direction::kForward, {}};
  for (int64_t k = 0; k < steps; ++k) {
    way.save_at.push_back((k + 0.3) / static_cast<double>(steps));
  }
  const Tile tile = Points(128);
  const auto moved =
      SolveFixed({tableau, UniformGrid(steps)}, field, way, tile);
  EXPECT_OK(moved);
  double sum = 0;
  for (int64_t k = 0; k < steps; ++k) {
    const at::Tensor exact = TanhSolution(tile.x_bd, way.save_at[k]);
    sum += moved->trajectory_sbd[k].sub(exact).square().mean().item<double>();
  }
  return std::sqrt(sum / static_cast<double>(steps));
}

TEST(SolveFixedTest, SavesBetweenGridPointsWithTheOrderOfTheMethod) {
  for (const Tableau* tableau :
       {&kEuler, &kMidpoint, &kHeun, &kRk4, &kRk4ThreeEighths}) {
    double slope = 0;
    for (int i = 0; i < 4; ++i) {
      slope -= (i - 1.5) / 5 * std::log2(ErrorBetween(*tableau, 16 << i));
    }
    EXPECT_NEAR(slope, tableau->order, 0.2);
  }
}

TEST(SolveFixedTest, PaysForTimesWithinTheLastStepAlone) {
  const FunctionField field(TanhVelocity);
  for (const auto& [time, evaluations] :
       {std::pair(0.3, 16), std::pair(0.75, 16), std::pair(0.8, 17),
        std::pair(1., 16)}) {
    const Journey way = {Direction::kForward, {time}};
    ASSERT_OK_AND_ASSIGN(const TileEnd end, SolveFixed({kRk4, UniformGrid(4)},
                                                       field, way, Points(1)));
    EXPECT_EQ(end.evaluations_b[0], evaluations) << time;
  }
}

TEST(SolveFixedTest, TakesAnotherMethodBesideTheEnd) {
  const FunctionField field(TanhVelocity);
  const FixedSteps steps = {kHeun, {0, 0.5, 1}, kEuler};
  const Tile tile = Points(3);
  ASSERT_OK_AND_ASSIGN(const TileEnd half,
                       SolveFixed({kHeun, {0, 0.5}}, field, kForth, tile));
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveFixed(steps, field, kForth, tile));
  const std::vector<double> t(kTileRows, 0.5);
  const at::Tensor euler =
      half.x_bd + 0.5 * EvaluateVelocity(field, half.x_bd, t);
  EXPECT_LT(end.x_bd.sub(euler).abs().max().item<double>(), 1e-15);
  EXPECT_EQ(end.evaluations_b[0], 3);
  // backward it is the first step
  ASSERT_OK_AND_ASSIGN(const TileEnd back,
                       SolveFixed(steps, field, kBack, tile));
  EXPECT_EQ(back.evaluations_b[0], 3);
}

TEST(SolveFixedTest, SavingChangesNothing) {
  const FunctionField field(TanhVelocity);
  const Journey way = {Direction::kForward, {0.1, 0.77}};
  ASSERT_OK_AND_ASSIGN(const TileEnd with, SolveFixed({kRk4, UniformGrid(4)},
                                                      field, way, Points(9)));
  ASSERT_OK_AND_ASSIGN(
      const TileEnd without,
      SolveFixed({kRk4, UniformGrid(4)}, field, kForth, Points(9)));
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
  EXPECT_THAT(SolveFixed({kEuler, UniformGrid(4)}, field, kForth, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state is not finite at t = 0.5, point 258"));
  EXPECT_THAT(SolveFixed({kEuler, UniformGrid(4)}, field, kBack, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state is not finite at t = 0.5, point 258"));
}

TEST(SolveFixedTest, NamesAPointThatStartsAsNan) {
  const FunctionField field(TanhVelocity);
  const Tile tile = CutTile(
      at::full({1, 1}, std::numeric_limits<double>::quiet_NaN(), at::kDouble),
      0);
  EXPECT_THAT(
      SolveFixed({kEuler, UniformGrid(4)}, field, kForth, tile),
      StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("at t = 0, point 0")));
}

}  // namespace
}  // namespace flow::core
