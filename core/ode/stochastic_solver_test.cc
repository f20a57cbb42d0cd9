#include "core/ode/stochastic_solver.h"

#include <cmath>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/ode/velocity_field_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

constexpr double kMean = 1.5, kStd = 0.6;

// The stochastic flow of the linear path from N(0, 1) to N(1.5, 0.6^2).
StochasticFlow FlowOf(StochasticMethod method, int64_t steps,
                      Diffusion diffusion, double scale = 1) {
  return {method, steps, [=](double t) {
            return SdeCoefficientsAt(t, {t, 1, 1 - t, -1}, diffusion, scale);
          }};
}

at::Tensor NoNoise(int64_t) { return at::zeros({kTileRows, 1}, at::kDouble); }

Tile Start(double x) {
  return CutTile(at::full({kTileRows, 1}, x, at::kDouble), 0);
}

at::Tensor EndOf(const StochasticFlow& flow, const StepNoise& noise,
                 const Tile& tile) {
  const FunctionField field(GaussianVelocity(kMean, kStd));
  const auto end = SolveStochastic(flow, {&field}, noise, {}, tile);
  EXPECT_OK(end);
  return end->x_bd.select(1, 0).clone();
}

struct Law {
  double mean, variance;
};

// The exact law of what a method makes of N(0, 1), without sampling: the
// equation is linear, so x_n = c + A x_0 + sum_k B_k z_k. Row k gets a unit of
// noise in step k and tells c + B_k.
Law LawAfter(const StochasticFlow& flow) {
  const StepNoise impulse = [](int64_t step) {
    at::Tensor z = at::zeros({kTileRows, 1}, at::kDouble);
    z[step] = 1;
    return z;
  };
  const double c = EndOf(flow, NoNoise, Start(0))[0].item<double>();
  const double a = EndOf(flow, NoNoise, Start(1))[0].item<double>() - c;
  const at::Tensor b = EndOf(flow, impulse, Start(0)) - c;
  return {c, a * a + b.square().sum().item<double>()};
}

// The slope of -log2(error) over 15, 30, 60, 120 steps.
template <typename Error>
double Slope(const Error& error) {
  double slope = 0;
  for (int i = 0; i < 4; ++i) {
    slope -= (i - 1.5) / 5 * std::log2(error(int64_t{15} << i));
  }
  return slope;
}

TEST(SolveStochasticTest, IsOfWeakOrderOneAndTwo) {
  for (const auto& [method, order] :
       {std::pair(StochasticMethod::kEulerMaruyama, 1),
        std::pair(StochasticMethod::kHeun, 2)}) {
    for (const Diffusion diffusion :
         {Diffusion::kConstant, Diffusion::kSigma, Diffusion::kDecreasing}) {
      const auto variance = [&, method = method](int64_t steps) {
        const Law law = LawAfter(FlowOf(method, steps, diffusion));
        return std::abs(law.variance - kStd * kStd);
      };
      EXPECT_NEAR(Slope(variance), order, 0.35) << static_cast<int>(diffusion);
      // the mean goes straight from 0 to 1.5: without error
      EXPECT_NEAR(LawAfter(FlowOf(method, 15, diffusion)).mean, kMean, 1e-12);
    }
  }
}

// The noise of the path is infinite at t = 0 and stiff near it; what that costs
// at the start is forgotten on the way.
TEST(SolveStochasticTest, ForgetsTheSingularStartOfThePathsOwnNoise) {
  for (const StochasticMethod method :
       {StochasticMethod::kEulerMaruyama, StochasticMethod::kHeun}) {
    const auto error = [&](int64_t steps) {
      const Law law = LawAfter(FlowOf(method, steps, Diffusion::kPath));
      return std::abs(law.variance - kStd * kStd) + std::abs(law.mean - kMean);
    };
    EXPECT_GT(Slope(error), 0.8);
    EXPECT_LT(error(100), 0.02);
  }
}

// The root mean square distance at t = 1 from the path of 960 steps that the
// same Brownian motion drives.
double StrongError(StochasticMethod method, Diffusion diffusion,
                   int64_t steps) {
  constexpr int64_t kFine = 960;
  const auto noise_of = [](int64_t share) -> StepNoise {
    return [share](int64_t step) {
      at::Tensor sum = at::zeros({kTileRows, 1}, at::kDouble);
      for (int64_t i = 0; i < share; ++i) {
        sum +=
            NormalTensor(DeriveSeed(1, "fine", step * share + i), kTileRows, 1);
      }
      return sum / std::sqrt(static_cast<double>(share));
    };
  };
  const Tile tile = Start(0.3);
  const at::Tensor fine =
      EndOf(FlowOf(method, kFine, diffusion), noise_of(1), tile);
  const at::Tensor coarse =
      EndOf(FlowOf(method, steps, diffusion), noise_of(kFine / steps), tile);
  return coarse.sub(fine).square().mean().sqrt().item<double>();
}

TEST(SolveStochasticTest, IsOfStrongOrderOneAsTheNoiseIsAdditive) {
  for (const StochasticMethod method :
       {StochasticMethod::kEulerMaruyama, StochasticMethod::kHeun}) {
    const auto error = [&](int64_t steps) {
      return StrongError(method, Diffusion::kLinear, steps);
    };
    EXPECT_NEAR(Slope(error), 1, 0.25);
  }
}

// Noise that does not fade is missed by the last step: w sqrt(h).
TEST(SolveStochasticTest, IsOfStrongOrderOneHalfWhereTheLastStepMissesNoise) {
  const auto error = [&](int64_t steps) {
    return StrongError(StochasticMethod::kEulerMaruyama, Diffusion::kConstant,
                       steps);
  };
  EXPECT_NEAR(Slope(error), 0.5, 0.2);
}

TEST(SolveStochasticTest, IsTheFlowWithoutNoise) {
  const FunctionField field(GaussianVelocity(kMean, kStd));
  const Tile tile = Start(0.7);
  ASSERT_OK_AND_ASSIGN(
      const TileEnd end,
      SolveStochastic(FlowOf(StochasticMethod::kEulerMaruyama, 5,
                             Diffusion::kSigma, /*scale=*/0),
                      {&field}, NoiseOf(1, tile), {}, tile));
  double x = 0.7, energy = 0;
  for (int k = 0; k < 5; ++k) {
    const double t = k / 5., s = 1 - t, q = kStd * kStd;
    const double v =
        kMean + (t * q - s) / (s * s + t * t * q) * (x - t * kMean);
    energy += v * v / 5;
    x += v / 5;
  }
  EXPECT_NEAR(end.x_bd[0].item<double>(), x, 1e-14);
  EXPECT_NEAR(end.energy_b[0], energy, 1e-13);
  EXPECT_EQ(end.evaluations_b[0], 5);
}

TEST(SolveStochasticTest, CountsOneEvaluationAStepOrTwo) {
  const FunctionField field(GaussianVelocity(kMean, kStd));
  const Tile tile = Start(0);
  for (const auto& [method, evaluations] :
       {std::pair(StochasticMethod::kEulerMaruyama, 7),
        std::pair(StochasticMethod::kHeun, 14)}) {
    ASSERT_OK_AND_ASSIGN(const TileEnd end,
                         SolveStochastic(FlowOf(method, 7, Diffusion::kPath),
                                         {&field}, NoiseOf(1, tile), {}, tile));
    EXPECT_EQ(end.evaluations_b[0], evaluations);
  }
  EXPECT_EQ(field.min_t(), 0);
  EXPECT_EQ(field.max_t(), 1);
}

TEST(SolveStochasticTest, SavesPositionsWithoutChangingThem) {
  const FunctionField field(GaussianVelocity(kMean, kStd));
  const Tile tile = Start(0);
  const StochasticFlow flow =
      FlowOf(StochasticMethod::kEulerMaruyama, 4, Diffusion::kSigma);
  const StepNoise noise = NoiseOf(1, tile);
  ASSERT_OK_AND_ASSIGN(
      const TileEnd with,
      SolveStochastic(flow, {&field}, noise, {0, 0.25, 0.375, 0.5, 1}, tile));
  const at::Tensor& x = with.trajectory_sbd;
  EXPECT_TRUE(with.x_bd.select(1, 0).equal(EndOf(flow, noise, tile)));
  EXPECT_TRUE(x[0].equal(tile.x_bd));
  EXPECT_TRUE(x[4].equal(with.x_bd));
  EXPECT_LT((x[2] - (x[1] + x[3]) / 2).abs().max().item<double>(), 1e-15);
}

TEST(SolveStochasticTest, FollowsTheFlowWhereAStepIsTooLongForItsNoise) {
  const auto end_with = [](double position, double noise) {
    const StochasticFlow flow = {
        StochasticMethod::kEulerMaruyama, 2, [=](double) -> SdeCoefficients {
          return {
              .position = position, .noise = noise, .pull = std::abs(position)};
        }};
    const Tile tile = Start(1);
    return EndOf(flow, NoiseOf(1, tile), tile);
  };
  const at::Tensor flow = end_with(0, 0);
  EXPECT_TRUE(end_with(-3.1, 1).equal(flow));
  EXPECT_FALSE(end_with(-2.9, 1).equal(flow));
  EXPECT_TRUE(end_with(NAN, 1).equal(flow));
  EXPECT_TRUE(end_with(0, INFINITY).equal(flow));
}

TEST(NoiseOfTest, KnowsAPointByItsIndexAndTheStep) {
  Tile tile = CutTile(at::zeros({300, 2}, at::kDouble), 1);
  const at::Tensor z = NoiseOf(5, tile)(3);
  EXPECT_TRUE(z.equal(NoiseOf(5, tile)(3)));
  EXPECT_FALSE(z.equal(NoiseOf(5, tile)(4)));
  EXPECT_FALSE(z.equal(NoiseOf(6, tile)(3)));
  tile.first_point += 10;
  EXPECT_TRUE(
      NoiseOf(5, tile)(3).narrow(0, 0, 100).equal(z.narrow(0, 10, 100)));
}

TEST(SolveStochasticTest, NamesTheTimeAndPointThatBlowUp) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor&) {
    return 1e200 * x_bd * x_bd;
  });
  Tile tile = Start(0);
  tile.first_point = 256;
  tile.x_bd[2] = 1;
  EXPECT_THAT(SolveStochastic(FlowOf(StochasticMethod::kEulerMaruyama, 4,
                                     Diffusion::kConstant, /*scale=*/0),
                              {&field}, NoNoise, {}, tile),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "state is not finite at t = 0.5, point 258"));
}

}  // namespace
}  // namespace flow::core
