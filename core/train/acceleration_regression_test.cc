#include "core/train/acceleration_regression.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros_like.h"
#include "core/ode/velocity_field_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kAction = 12.0 / 13;

at::Tensor SquaredNorm(const at::Tensor& x_bd) { return x_bd.square().sum(1); }

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

// Some pairs and times inside (0, 1), in double precision.
Batch SomePairs(int64_t rows) {
  return {.x0_bd = NormalTensor(1, rows, 3).to(at::kDouble),
          .x1_bd = 2 + NormalTensor(2, rows, 3).to(at::kDouble),
          .t_b = 0.1 + 0.8 * UniformTensor(3, rows).to(at::kDouble)};
}

at::Tensor CurvedVelocity(const at::Tensor& x_bd, const at::Tensor& t_b1) {
  return (3 * x_bd + t_b1).sin() * (1 + t_b1);
}

std::shared_ptr<const VelocityField> Curved() {
  return std::make_shared<FunctionField>(CurvedVelocity);
}

// The least cost of both halves of a pair that is at x_t, on its line, with the
// velocity v, after the definition; v0 and v1 are Curved()'s.
at::Tensor CostOfHalves(const Batch& batch, const at::Tensor& v_bd,
                        double alpha) {
  const at::Tensor t_b1 = batch.t_b.unsqueeze(1);
  const at::Tensor x_bd = (1 - t_b1) * batch.x0_bd + t_b1 * batch.x1_bd;
  const auto half = [&](const at::Tensor& from_bd, const at::Tensor& to_bd,
                        const at::Tensor& other_bd, const at::Tensor& T_b1) {
    const at::Tensor off_bd = (to_bd - from_bd) / T_b1 - (other_bd + v_bd) / 2;
    return 13 / T_b1.squeeze(1) *
           (alpha * SquaredNorm(off_bd) +
            (1 - alpha) * SquaredNorm(v_bd - other_bd));
  };
  const at::Tensor zero_b1 = at::zeros_like(t_b1);
  return half(batch.x0_bd, x_bd, CurvedVelocity(batch.x0_bd, zero_b1), t_b1) +
         half(x_bd, batch.x1_bd, CurvedVelocity(batch.x1_bd, zero_b1 + 1),
              1 - t_b1);
}

// The cost grows from the target by exactly the square that the header says,
// whichever way.
TEST(AccelerationRegressionTest, TheTargetCostsLeast) {
  const Batch batch = SomePairs(40);
  for (const double alpha : {0.2, 2.0 / 3, kAction, 1.0}) {
    const Regression problem =
        AccelerationRegression(Curved(), alpha).ProblemOf(batch);
    const at::Tensor factor =
        13 * (1 - 0.75 * alpha) / (batch.t_b * (1 - batch.t_b));
    for (const Seed seed : {4, 5}) {
      const at::Tensor step_bd = NormalTensor(seed, 40, 3).to(at::kDouble);
      const at::Tensor more =
          CostOfHalves(batch, problem.target_be + step_bd, alpha) -
          CostOfHalves(batch, problem.target_be, alpha);
      EXPECT_LT(Largest(more / (factor * SquaredNorm(step_bd)) - 1), 1e-10)
          << alpha;
    }
  }
}

TEST(AccelerationRegressionTest, FourFifthsIsFlowMatching) {
  const Batch batch = SomePairs(40);
  const Regression problem =
      AccelerationRegression(Curved(), 0.8).ProblemOf(batch);
  EXPECT_LT(Largest(problem.target_be - (batch.x1_bd - batch.x0_bd)), 1e-12);
  const at::Tensor t_b1 = batch.t_b.unsqueeze(1);
  EXPECT_LT(
      Largest(problem.x_bd - (1 - t_b1) * batch.x0_bd - t_b1 * batch.x1_bd),
      1e-12);
}

TEST(AccelerationRegressionTest, AStraightFlowStaysAsItIs) {
  const double m = 3, s = 0.5;
  const auto straight = std::make_shared<FunctionField>(
      [=](const at::Tensor& x_bd, const at::Tensor& t_b1) {
        return m + (s - 1) * (x_bd - m * t_b1) / (1 + (s - 1) * t_b1);
      });
  Batch batch = SomePairs(40);
  batch.x1_bd = m + s * batch.x0_bd;
  for (const double alpha : {0.2, kAction, 1.0}) {
    const Regression problem =
        AccelerationRegression(straight, alpha).ProblemOf(batch);
    EXPECT_LT(Largest(problem.target_be -
                      straight->Velocity(problem.x_bd, batch.t_b)),
              1e-12)
        << alpha;
  }
}

TEST(AccelerationRegressionTest, TheWeightIsOfTheTime) {
  const Batch batch = SomePairs(5);
  EXPECT_FALSE(AccelerationRegression(Curved(), 0.5)
                   .ProblemOf(batch)
                   .weight_b.defined());
  const AccelerationRegression weighted(Curved(), 0.5,
                                        [](double t) { return 1 + t; });
  EXPECT_LT(Largest(weighted.ProblemOf(batch).weight_b - (1 + batch.t_b)),
            1e-6);
}

// What the targets' mean at x_t, linear in x_t, is off by, from independent
// pairs of N(0, I) and N(0, s^2 I) and the velocities of their flow matching,
// -x at 0 and x at 1: a law stands here as the points +- sqrt(D) e_i, whose
// moments of second order are its own, so that least squares over all pairs of
// points is the conditional mean of Gaussians.
TEST(AccelerationRegressionTest, DriftsFromIndependentPairsByTheClosedForm) {
  const double s = 0.5;
  const auto velocity = std::make_shared<FunctionField>(GaussianVelocity(0, s));
  const at::Tensor axes = std::sqrt(2.0) * at::eye(2, at::kDouble);
  const at::Tensor points = at::concat({axes, -axes});
  Batch batch{.x0_bd = points.repeat_interleave(4, 0),
              .x1_bd = s * points.repeat({4, 1})};
  for (const double alpha : {2.0 / 3, kAction}) {
    const double c = (2 - 2.5 * alpha) / (2 - 1.5 * alpha);
    for (const double t : {0.0, 0.3, 0.7}) {
      batch.t_b = at::full({16}, t, at::kDouble);
      const Regression problem =
          AccelerationRegression(velocity, alpha).ProblemOf(batch);
      const double slope =
          (problem.x_bd * problem.target_be).sum().item<double>() /
          problem.x_bd.square().sum().item<double>();
      const double variance = (1 - t) * (1 - t) + t * t * s * s;
      const double marginal = (t * s * s - (1 - t)) / variance;
      EXPECT_NEAR(slope - marginal, c * t * (1 - t) * (1 - s * s) / variance,
                  1e-12)
          << alpha << " " << t;
    }
  }
}

TEST(AccelerationRegressionDeathTest, AnAlphaOfNoCost) {
  EXPECT_DEATH(AccelerationRegression(Curved(), 1.5), "alpha = 1.5");
}

}  // namespace
}  // namespace flow::core
