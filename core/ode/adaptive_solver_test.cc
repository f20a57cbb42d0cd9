#include "core/ode/adaptive_solver.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/where.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/status_testing.h"
#include "core/ode/velocity_field_testing.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Journey kForth = {Direction::kForward, {}};
const Journey kBack = {Direction::kBackward, {}};

Tile Points(int64_t n) {
  return CutTile(at::linspace(-0.9, 0.9, n, at::kDouble).unsqueeze(1), 0);
}

Tile One(double x) { return CutTile(at::full({1, 1}, x, at::kDouble), 0); }

TEST(SolveAdaptiveTest, MeetsItsTolerance) {
  // a step may add tol (1 + |x|) <= 2 tol; from x = -0.9 errors grow by at most
  // 1 / (1 - 0.81) = 5 before the equation contracts
  const FunctionField field(TanhVelocity);
  const Tile tile = Points(128);
  const at::Tensor exact = TanhSolution(tile.x_bd, 1);
  for (const Tableau* pair : {&kBosh3, &kDopri5, &kTsit5, &kDopri8}) {
    for (double tol = 1e-3; tol > 5e-10; tol /= 10) {
      ASSERT_OK_AND_ASSIGN(const TileEnd end,
                           SolveAdaptive(*pair, {.rtol = tol, .atol = tol},
                                         field, kForth, tile));
      const double error = end.x_bd.sub(exact).abs().max().item<double>();
      // the cheap estimate of the least pair may cross zero on long steps
      EXPECT_LT(error, (pair->order == 3 ? 200 : 10) * tol)
          << pair->order << " " << tol;
      // and does not overdo it: those of higher order may, as their steps grow
      // tenfold at most
      EXPECT_GT(error, (pair->order == 8 ? 1e-7 : 1e-4) * tol)
          << pair->order << " " << tol;
    }
  }
}

// A step of a pair is of length tol^(1 / order), so the steps multiply by
// 10^(2 / order) when the tolerance falls by 100.
TEST(SolveAdaptiveTest, TakesAsManyStepsAsItsOrderSays) {
  const FunctionField field(TanhVelocity);
  const Tile tile = Points(1);
  for (const Tableau* pair : {&kBosh3, &kDopri5, &kTsit5, &kDopri8}) {
    const auto steps = [&](double tol) {
      const auto end =
          SolveAdaptive(*pair, {.rtol = tol, .atol = tol}, field, kForth, tile);
      EXPECT_OK(end);
      return static_cast<double>(end->evaluations_b[0] - 2) /
             (pair->stages - 1);
    };
    const double ratio = steps(1e-12) / steps(1e-8);
    EXPECT_NEAR(std::log10(ratio), 4. / pair->order, 0.15) << pair->order;
  }
}

TEST(SolveAdaptiveTest, ComesBackWhereItStarted) {
  const FunctionField field(GaussianVelocity(/*mean=*/3, /*std=*/0.5));
  const AdaptiveSteps tight = {.rtol = 1e-9, .atol = 1e-9};
  Tile tile = Points(128);
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveAdaptive(kDopri5, tight, field, kForth, tile));
  ASSERT_OK_AND_ASSIGN(
      const TileEnd start,
      SolveAdaptive(kDopri5, tight, field, kBack, {end.x_bd, 0, 128}));
  EXPECT_LT(start.x_bd.sub(tile.x_bd).abs().max().item<double>(), 1e-7);
}

TEST(SolveAdaptiveTest, NeverLeavesTheTimeInterval) {
  // a large, slow state makes the probe for the first step as long as it gets
  const FunctionField slow([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return 1e-3 * at::ones_like(x_bd) * t_b1;
  });
  const FunctionField fast(TanhVelocity);
  for (const Journey& way : {kForth, kBack}) {
    EXPECT_OK(SolveAdaptive(kDopri5, {}, slow, way, One(1e6)));
    EXPECT_OK(SolveAdaptive(kDopri5, {}, fast, kForth, Points(128)));
  }
  EXPECT_EQ(slow.min_t(), 0);
  EXPECT_EQ(slow.max_t(), 1);
  EXPECT_EQ(fast.min_t(), 0);
  EXPECT_EQ(fast.max_t(), 1);
}

TEST(SolveAdaptiveTest, CountsTwoAndSixForEachStepOfAConstantField) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor&) {
    return at::full_like(x_bd, 2);
  });
  ASSERT_OK_AND_ASSIGN(
      const TileEnd end,
      SolveAdaptive(kDopri5, {.rtol = 0.01, .atol = 1}, field, kForth, One(1)));
  // d0 = 1 / 1.01 and d1 = 2 / 1.01 give the probe 0.005; the velocity does not
  // change, so the first step is (0.01 / d1)^(1/5) = 0.347, or 100 probes; the
  // second, tenfold, is cut to the end
  EXPECT_EQ(end.evaluations_b[0], 2 + 6 * 2);
  EXPECT_EQ(field.calls(), 2 + 6 * 2);
  EXPECT_DOUBLE_EQ(end.x_bd[0].item<double>(), 3);
  EXPECT_DOUBLE_EQ(end.energy_b[0], 4);
}

TEST(SolveAdaptiveTest, GrowsTenfoldAStepWhereNothingMoves) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor&) {
    return at::zeros_like(x_bd);
  });
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveAdaptive(kDopri5, {}, field, kForth, One(1)));
  // 1e-6, 1e-5, ..., 0.1, and the rest: seven steps
  EXPECT_EQ(end.evaluations_b[0], 2 + 6 * 7);
  EXPECT_EQ(end.x_bd[0].item<double>(), 1);
  EXPECT_EQ(end.energy_b[0], 0);
}

TEST(SolveAdaptiveTest, CountsWhatEachRowNeedsItself) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return x_bd * (x_bd * t_b1).sin();
  });
  const at::Tensor x = at::linspace(0.1, 60, 20, at::kDouble).unsqueeze(1);
  ASSERT_OK_AND_ASSIGN(const TileEnd all, SolveAdaptive(kDopri5, {}, field,
                                                        kForth, CutTile(x, 0)));
  for (int64_t i = 0; i < 20; ++i) {
    const Tile alone = CutTile(x.narrow(0, i, 1), 0);
    ASSERT_OK_AND_ASSIGN(const TileEnd one,
                         SolveAdaptive(kDopri5, {}, field, kForth, alone));
    EXPECT_EQ(one.evaluations_b[0], all.evaluations_b[i]) << i;
    EXPECT_EQ(one.energy_b[0], all.energy_b[i]) << i;
    EXPECT_TRUE(one.x_bd[0].equal(all.x_bd[i])) << i;
  }
  EXPECT_GT(all.evaluations_b[19], all.evaluations_b[0]);
}

TEST(SolveAdaptiveTest, EvaluatesUntilTheSlowestRowIsDone) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return x_bd * (x_bd * t_b1).sin();
  });
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveAdaptive(kDopri5, {}, field, kForth, Points(100)));
  EXPECT_EQ(field.calls(), *std::max_element(end.evaluations_b.begin(),
                                             end.evaluations_b.end()));
  EXPECT_EQ(end.evaluations_b[100], 2);  // padding: never live
}

TEST(SolveAdaptiveTest, SavesOnTheWay) {
  const FunctionField field(GaussianVelocity(3, 0.5));
  const std::vector<double> times = {0, 0.1, 0.45, 0.5, 0.9, 1};
  const Journey way = {Direction::kForward, times};
  const Tile tile = Points(128);
  // the interpolants are of lower order than the steps, those of order eight
  // the longest
  for (const auto& [pair, tolerance] :
       {std::pair(&kBosh3, 1e-7), std::pair(&kDopri5, 1e-6),
        std::pair(&kTsit5, 1e-6), std::pair(&kDopri8, 1e-4)}) {
    ASSERT_OK_AND_ASSIGN(
        const TileEnd end,
        SolveAdaptive(*pair, {.rtol = 1e-8, .atol = 1e-8}, field, way, tile));
    for (size_t s = 0; s < times.size(); ++s) {
      const double t = times[s];
      const at::Tensor exact = 3 * t + std::hypot(1 - t, 0.5 * t) * tile.x_bd;
      EXPECT_LT(end.trajectory_sbd[s].sub(exact).abs().max().item<double>(),
                tolerance)
          << pair->order << " " << t;
    }
    EXPECT_TRUE(end.trajectory_sbd[0].equal(tile.x_bd));
    EXPECT_TRUE(end.trajectory_sbd[5].equal(end.x_bd));
  }
}

TEST(SolveAdaptiveTest, InterpolatesCubicsExactly) {
  // x' = 3 t^2: one step may span a third of the interval
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return at::zeros_like(x_bd) + 3 * t_b1 * t_b1;
  });
  const Journey way = {Direction::kForward, {0.2, 0.4, 0.6, 0.8}};
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveAdaptive(kDopri5, {}, field, way, One(0)));
  for (int s = 0; s < 4; ++s) {
    EXPECT_NEAR(end.trajectory_sbd[s][0].item<double>(),
                std::pow(way.save_at[s], 3), 1e-14);
  }
  EXPECT_NEAR(end.energy_b[0], 9. / 5, 1e-12);
}

TEST(SolveAdaptiveTest, SavingChangesNoStep) {
  const FunctionField field(TanhVelocity);
  const Journey way = {Direction::kForward, {0.123, 0.5, 0.77}};
  ASSERT_OK_AND_ASSIGN(const TileEnd with,
                       SolveAdaptive(kDopri5, {}, field, way, Points(50)));
  ASSERT_OK_AND_ASSIGN(const TileEnd without,
                       SolveAdaptive(kDopri5, {}, field, kForth, Points(50)));
  EXPECT_TRUE(with.x_bd.equal(without.x_bd));
  EXPECT_EQ(with.energy_b, without.energy_b);
  EXPECT_EQ(with.evaluations_b, without.evaluations_b);
}

TEST(SolveAdaptiveTest, StopsAtASingularity) {
  // x' = x^2 from 2 has its pole at t = 1/2, numerically a little
  // later; from 0.5 at t = 2
  const FunctionField field(
      [](const at::Tensor& x_bd, const at::Tensor&) { return x_bd * x_bd; });
  Tile tile = CutTile(at::full({4, 1}, 0.5, at::kDouble), 0);
  EXPECT_OK(SolveAdaptive(kDopri5, {}, field, kForth, tile));
  tile.x_bd[3] = 2;
  tile.first_point = 128;
  EXPECT_THAT(SolveAdaptive(kDopri5, {}, field, kForth, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       AllOf(HasSubstr("step underflow at t = 0.5"),
                             HasSubstr("point 131"))));
}

TEST(SolveAdaptiveTest, StopsWhereTheVelocityEnds) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return at::ones_like(x_bd) * (0.25 - t_b1).sqrt();  // NaN from there on
  });
  EXPECT_THAT(SolveAdaptive(kDopri5, {}, field, kForth, One(1)),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "step underflow at t = 0.25, point 0"));
}

TEST(SolveAdaptiveTest, StopsAfterMaxSteps) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return 100 * (1000 * t_b1).cos() + 0 * x_bd;
  });
  EXPECT_THAT(SolveAdaptive(kDopri5, {.max_steps = 12}, field, kForth, One(1)),
              StatusIs(absl::StatusCode::kOutOfRange,
                       HasSubstr("more than 12 steps at t = 0.0")));
  EXPECT_OK(SolveAdaptive(kDopri5, {}, field, kForth, One(1)));
}

TEST(SolveAdaptiveTest, NamesAStartThatIsNotFinite) {
  const FunctionField field(TanhVelocity);
  Tile tile = Points(128);
  tile.x_bd[7] = std::numeric_limits<double>::infinity();
  EXPECT_THAT(SolveAdaptive(kDopri5, {}, field, kForth, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state or velocity is not finite at t = 0, point 7"));
  EXPECT_THAT(SolveAdaptive(kDopri5, {}, field, kBack, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state or velocity is not finite at t = 1, point 7"));
}

TEST(SolveAdaptiveTest, LeavesTheTilesTensorAlone) {
  const FunctionField itself(
      [](const at::Tensor& x_bd, const at::Tensor&) { return x_bd; });
  const Tile tile = Points(128);
  const at::Tensor before = tile.x_bd.clone();
  ASSERT_OK_AND_ASSIGN(const TileEnd end,
                       SolveAdaptive(kDopri5, {}, itself, kForth, tile));
  EXPECT_TRUE(tile.x_bd.equal(before));
  const at::Tensor exact = before * std::exp(1.);
  EXPECT_LT(end.x_bd.sub(exact).abs().max().item<double>(), 1e-4);
}

}  // namespace
}  // namespace flow::core
