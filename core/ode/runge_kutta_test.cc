#include "core/ode/runge_kutta.h"

#include <cmath>
#include <iterator>
#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/full.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/tensor.h"
#include "core/ode/velocity_field_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

struct Method {
  const char* name;
  const Tableau& tableau;
};

const Method kMethods[] = {
    {"Euler", kEuler},   {"midpoint", kMidpoint},   {"Heun", kHeun},
    {"RK4", kRk4},       {"3/8", kRk4ThreeEighths}, {"Bosh3", kBosh3},
    {"Dopri5", kDopri5}, {"Tsit5", kTsit5},         {"Dopri8", kDopri8}};

// The root mean square error at t = 1 after `steps` steps on the tanh equation.
double ErrorAfter(const Tableau& tableau, int steps) {
  const FunctionField field(TanhVelocity);
  const at::Tensor start = at::linspace(-0.9, 0.9, 7, at::kDouble).unsqueeze(1);
  at::Tensor x = start;
  for (int k = 0; k < steps; ++k) {
    const std::vector<double> t0(7, k / double(steps)),
        t1(7, (k + 1) / double(steps));
    x = TakeStep(tableau, field, x, EvaluateVelocity(field, x, t0), t0, t1)
            .x_bd;
  }
  return x.sub(TanhSolution(start, 1)).square().mean().sqrt().item<double>();
}

TEST(TakeStepTest, ConvergesWithTheOrderOfItsTableau) {
  // least squares on four doublings of the steps in log2: slope of
  // -log2(error); of order eight from 4 steps on, before rounding shows
  for (const auto& [name, tableau] : kMethods) {
    const int fewest = tableau.order == 8 ? 4 : 16;
    double slope = 0;
    for (int i = 0; i < 4; ++i) {
      slope -= (i - 1.5) / 5 * std::log2(ErrorAfter(tableau, fewest << i));
    }
    // the best methods come to their order from above
    EXPECT_GT(slope, tableau.order - 0.1) << name;
    EXPECT_LT(slope, tableau.order + (tableau.order < 5 ? 0.1 : 1)) << name;
  }
}

TEST(TakeStepTest, GivesEachRowItsOwnTimeAndStep) {
  const FunctionField field(TanhVelocity);
  const at::Tensor x = at::full({3, 2}, 0.7, at::kDouble);
  const std::vector<double> t0 = {0, 0.3, 0.9}, t1 = {0.2, 0.35, 0.4};
  const at::Tensor together =
      TakeStep(kRk4, field, x, EvaluateVelocity(field, x, t0), t0, t1).x_bd;
  for (int i = 0; i < 3; ++i) {
    const at::Tensor row = x.narrow(0, i, 1);
    const std::vector<double> a = {t0[i]}, b = {t1[i]};
    const at::Tensor alone =
        TakeStep(kRk4, field, row, EvaluateVelocity(field, row, a), a, b).x_bd;
    EXPECT_TRUE(alone.equal(together.narrow(0, i, 1))) << i;
  }
}

TEST(TakeStepTest, StaysInPlaceWhenTheTimeDoes) {
  const FunctionField field(TanhVelocity);
  const at::Tensor x = at::full({1, 2}, 0.7, at::kDouble);
  const std::vector<double> t = {0.25};
  const at::Tensor k0 = EvaluateVelocity(field, x, t);
  EXPECT_TRUE(TakeStep(kDopri5, field, x, k0, t, t).x_bd.equal(x));
}

TEST(TakeStepTest, EvaluatesUpToTheEndOfTheStepExactly) {
  const FunctionField field(TanhVelocity);
  const at::Tensor x = at::full({1, 1}, 0.7, at::kDouble);
  // 0.1 + (1 - 0.1) and its like need not round to 1
  for (int k = 0; k < 1000; ++k) {
    const std::vector<double> t0 = {k / 1000.}, t1 = {1.};
    TakeStep(kDopri5, field, x, EvaluateVelocity(field, x, t0), t0, t1);
  }
  EXPECT_EQ(field.max_t(), 1);
}

TEST(TakeStepTest, TakesAFieldThatReturnsItsArgument) {
  const FunctionField field(
      [](const at::Tensor& x_bd, const at::Tensor&) { return x_bd; });
  const at::Tensor x = at::full({1, 1}, 1., at::kDouble);
  const std::vector<double> t0 = {0}, t1 = {0.5};
  const at::Tensor k0 = EvaluateVelocity(field, x, t0);
  // the Taylor polynomial of e^0.5
  EXPECT_NEAR(TakeStep(kRk4, field, x, k0, t0, t1).x_bd.item<double>(),
              1 + 0.5 + 1. / 8 + 1. / 48 + 1. / 384, 1e-15);
  EXPECT_EQ(x.item<double>(), 1);
}

TEST(TakeStepTest, WorksInFloat32) {
  const FunctionField field(TanhVelocity);
  const at::Tensor x = at::full({2, 2}, 0.7f, at::kFloat);
  const std::vector<double> t0 = {0, 0}, t1 = {0.1, 0.1};
  const at::Tensor moved =
      TakeStep(kRk4, field, x, EvaluateVelocity(field, x, t0), t0, t1).x_bd;
  EXPECT_EQ(moved.scalar_type(), at::kFloat);
  const at::Tensor exact = TanhSolution(x.to(at::kDouble), 0.1);
  EXPECT_LT(moved.sub(exact).abs().max().item<double>(), 1e-6);
}

TEST(StepErrorTest, IsTheDifferenceOfBothSolutions) {
  const FunctionField field(TanhVelocity);
  const at::Tensor x = at::full({1, 1}, 2., at::kDouble);
  const std::vector<double> t0 = {0}, t1 = {0.5};
  const at::Tensor k0 = EvaluateVelocity(field, x, t0);
  const RungeKuttaStep step = TakeStep(kDopri5, field, x, k0, t0, t1);
  double embedded = 2;
  for (int i = 0; i < kDopri5.stages; ++i) {
    embedded +=
        0.5 * (kDopri5.b[i] - kDopri5.e[i]) * step.k_bd[i].item<double>();
  }
  EXPECT_NEAR(StepError(kDopri5, step, t0, t1).item<double>(),
              step.x_bd.item<double>() - embedded, 1e-15);
}

TEST(StepEnergiesTest, IntegratesWithTheWeightsOfTheMethod) {
  // v = t in two coordinates: |v|^2 = 2 t^2, from 1 back to 0
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor& t_b1) {
    return at::ones_like(x_bd) * t_b1;
  });
  const double expected[] = {2,      0.5,    1,      2. / 3, 2. / 3,
                             2. / 3, 2. / 3, 2. / 3, 2. / 3};
  const at::Tensor x = at::full({1, 2}, 0., at::kDouble);
  const std::vector<double> t0 = {1}, t1 = {0};
  for (size_t i = 0; i < std::size(kMethods); ++i) {
    const Tableau& tableau = kMethods[i].tableau;
    const at::Tensor k0 = EvaluateVelocity(field, x, t0);
    const RungeKuttaStep step = TakeStep(tableau, field, x, k0, t0, t1);
    EXPECT_NEAR(StepEnergies(tableau, step, t0, t1)[0], expected[i], 1e-14)
        << kMethods[i].name;
  }
}

TEST(EvaluateVelocityDeathTest, RefusesAnotherShape) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor&) {
    return x_bd.narrow(1, 0, 1);
  });
  const at::Tensor x = at::full({1, 2}, 0., at::kDouble);
  EXPECT_DEATH(EvaluateVelocity(field, x, std::vector<double>{0.}),
               "shape, dtype and device");
}

}  // namespace
}  // namespace flow::core
