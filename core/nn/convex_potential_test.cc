#include "core/nn/convex_potential.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/linalg_eigvalsh.h"
#include "ATen/ops/zeros_like.h"
#include "core/nn/parameter_shapes.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const IcnnOptions kOptions{.dim = 3, .hidden = {8, 7, 5}, .strength = 0.01};

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

// Parameters away from the start, in double precision.
Parameters SomeParameters() {
  Parameters parameters = InitializePotential(kOptions, 1);
  for (size_t i = 0; i < parameters.size(); ++i) {
    at::Tensor& value = parameters[i].value;
    value = (value + NormalTensor(10 + i, value.numel(), 1).view_as(value))
                .to(at::kDouble);
  }
  return parameters;
}

ConvexPotential SomePotential() {
  return ConvexPotential(kOptions, SomeParameters());
}

at::Tensor SomePoints() { return 2 * NormalTensor(2, 20, 3).to(at::kDouble); }

at::Tensor Step(const at::Tensor& x_bd, int64_t d, double length) {
  at::Tensor step_bd = at::zeros_like(x_bd);
  step_bd.select(1, d).fill_(length);
  return step_bd;
}

// Differences of the step h, central: off by h^2 times third derivatives of
// some tens.
TEST(ConvexPotentialTest, GradientAndHessianAreThoseOfTheValue) {
  const ConvexPotential potential = SomePotential();
  const at::Tensor x = SomePoints();
  const PotentialPoint point = potential.At(x);
  EXPECT_EQ(Largest(point.gradient_bd - potential.Gradient(x)), 0);
  const double h = 1e-5;
  for (int64_t d = 0; d < 3; ++d) {
    const PotentialPoint up = potential.At(x + Step(x, d, h));
    const PotentialPoint down = potential.At(x - Step(x, d, h));
    EXPECT_LT(Largest((up.value_b - down.value_b) / (2 * h) -
                      point.gradient_bd.select(1, d)),
              1e-7);
    EXPECT_LT(Largest((up.gradient_bd - down.gradient_bd) / (2 * h) -
                      point.hessian_bdd.select(1, d)),
              1e-7);
  }
}

TEST(ConvexPotentialTest, IsConvexByItsStrengthWhateverTheParameters) {
  Parameters parameters = SomeParameters();
  parameters.back().value.fill_(-50);  // q is the strength alone
  const ConvexPotential potential(kOptions, parameters);
  const at::Tensor least =
      at::linalg_eigvalsh(potential.At(SomePoints()).hessian_bdd);
  EXPECT_GT(least.min().item<double>(), 0.01 - 1e-12);
}

TEST(ConvexPotentialTest, StartsNearTheIdentity) {
  const ConvexPotential potential(kOptions, InitializePotential(kOptions, 1));
  const at::Tensor x = SomePoints().to(at::kFloat);
  // each of three layers adds no more than 3/2 of a mean of rows of A, whose
  // numbers are below 1/sqrt(3), and what it hands on is scaled by 3/2 again
  const double most = (1.5 + 1.5 * 1.5 + 1.5 * 1.5 * 1.5) / std::sqrt(3.0);
  EXPECT_LT(Largest(potential.Gradient(x) - x), most + 0.01 * Largest(x));
  EXPECT_EQ(InitializePotential(kOptions, 1)[0].name, "layers.0.skip");
}

TEST(ConvexPotentialTest, ParametersAreCounted) {
  int64_t count = 0;
  for (const NamedTensor& p : InitializePotential(kOptions, 1)) {
    count += p.value.numel();
  }
  EXPECT_EQ(NumParameters(kOptions), count);
}

}  // namespace
}  // namespace flow::core
