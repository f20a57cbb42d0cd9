#include "core/ode/runge_kutta.h"

#include <cmath>
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

const Method kMethods[] = {{"Euler", kEuler},
                           {"midpoint", kMidpoint},
                           {"Heun", kHeun},
                           {"RK4", kRk4},
                           {"Dopri5", kDopri5}};

using Weights = Tableau::Weights;

Weights Times(const Tableau& tableau, const Weights& u) {
  Weights out = {};
  for (int i = 0; i < kMaxStages; ++i) {
    for (int j = 0; j < i; ++j) out[i] += tableau.a[i][j] * u[j];
  }
  return out;
}

Weights Product(const Weights& u, const Weights& v) {
  Weights out = {};
  for (int i = 0; i < kMaxStages; ++i) out[i] = u[i] * v[i];
  return out;
}

double Dot(const Weights& u, const Weights& v) {
  double sum = 0;
  for (int i = 0; i < kMaxStages; ++i) sum += u[i] * v[i];
  return sum;
}

// The residuals of the conditions of order 1 to 4 [Hairer93, II.2]
// up to `order`, for the weights `b` on the stages of `tableau`.
std::vector<double> OrderResiduals(const Tableau& tableau, const Weights& b,
                                   int order) {
  const Weights& c = tableau.c;
  const Weights one = {1, 1, 1, 1, 1, 1, 1}, cc = Product(c, c),
                ac = Times(tableau, c);
  std::vector<double> residuals = {Dot(b, one) - 1};
  if (order >= 2) residuals.push_back(Dot(b, c) - 1. / 2);
  if (order >= 3) {
    residuals.push_back(Dot(b, cc) - 1. / 3);
    residuals.push_back(Dot(b, ac) - 1. / 6);
  }
  if (order >= 4) {
    residuals.push_back(Dot(b, Product(c, cc)) - 1. / 4);
    residuals.push_back(Dot(b, Product(c, ac)) - 1. / 8);
    residuals.push_back(Dot(b, Times(tableau, cc)) - 1. / 12);
    residuals.push_back(Dot(b, Times(tableau, ac)) - 1. / 24);
  }
  return residuals;
}

TEST(TableauTest, RowsSumToTheNodes) {
  for (const Method& method : kMethods) {
    for (int i = 0; i < kMaxStages; ++i) {
      double sum = 0;
      for (const double a : method.tableau.a[i]) sum += a;
      EXPECT_NEAR(sum, method.tableau.c[i], 1e-14) << method.name;
    }
  }
}

TEST(TableauTest, IsStrictlyLowerTriangularAndEmptyPastItsStages) {
  for (const auto& [name, tableau] : kMethods) {
    for (int i = 0; i < kMaxStages; ++i) {
      for (int j = 0; j < kMaxStages; ++j) {
        if (j >= i || i >= tableau.stages) {
          EXPECT_EQ(tableau.a[i][j], 0) << name << i << j;
        }
      }
      if (i >= tableau.stages) {
        EXPECT_EQ(tableau.b[i], 0) << name;
      }
    }
  }
}

TEST(TableauTest, WeightsMeetTheOrderConditions) {
  for (const auto& [name, tableau] : kMethods) {
    for (const double residual :
         OrderResiduals(tableau, tableau.b, tableau.order)) {
      EXPECT_NEAR(residual, 0, 1e-14) << name;
    }
  }
}

TEST(Dopri5Test, EmbeddedWeightsAreOfOrderFourAndNotFive) {
  Weights embedded;
  for (int i = 0; i < kMaxStages; ++i)
    embedded[i] = kDopri5.b[i] - kDopri5.e[i];
  for (const double residual : OrderResiduals(kDopri5, embedded, 4)) {
    EXPECT_NEAR(residual, 0, 1e-14);
  }
  const Weights cc = Product(kDopri5.c, kDopri5.c), c4 = Product(cc, cc);
  EXPECT_NEAR(Dot(kDopri5.b, c4), 1. / 5, 1e-14);
  EXPECT_GT(std::abs(Dot(embedded, c4) - 1. / 5), 1e-4);
}

TEST(Dopri5Test, LastStageIsTheFirstOfTheNextStep) {
  EXPECT_EQ(kDopri5.a[6], kDopri5.b);
  EXPECT_EQ(kDopri5.c[6], 1);
}

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
  // least squares on 16, 32, 64, 128 steps in log2: slope of -log2(error)
  for (const auto& [name, tableau] : kMethods) {
    double slope = 0;
    for (int i = 0; i < 4; ++i) {
      slope -= (i - 1.5) / 5 * std::log2(ErrorAfter(tableau, 16 << i));
    }
    EXPECT_NEAR(slope, tableau.order, 0.1) << name;
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
  for (int i = 0; i < kMaxStages; ++i) {
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
  const double expected[] = {2, 0.5, 1, 2. / 3, 2. / 3};
  const at::Tensor x = at::full({1, 2}, 0., at::kDouble);
  const std::vector<double> t0 = {1}, t1 = {0};
  for (int i = 0; i < 5; ++i) {
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
