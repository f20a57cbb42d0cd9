#include "core/ode/autograd_divergence.h"

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros_like.h"
#include "core/ode/velocity_field_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// v = (x y + t, sin x + y^2): divergence y + 2 y.
at::Tensor Curled(const at::Tensor& x_bd, const at::Tensor& t_b1) {
  const at::Tensor x = x_bd.select(1, 0), y = x_bd.select(1, 1);
  return at::stack({x * y + t_b1.select(1, 0), x.sin() + y * y}, 1);
}

const at::Tensor kPoints = at::linspace(-1, 1, 8, at::kDouble).view({4, 2});
const at::Tensor kTimes = at::linspace(0, 1, 4, at::kDouble);

TEST(AutogradDivergenceTest, IsTheTraceOfTheJacobian) {
  const FunctionField field(Curled);
  const VelocityDivergence at =
      AutogradDivergence(field, kPoints, kTimes, at::Tensor());
  EXPECT_TRUE(at.velocity_bd.equal(field.Velocity(kPoints, kTimes)));
  EXPECT_TRUE(
      at::allclose(at.divergence_b, 3 * kPoints.select(1, 1), 0, 1e-14));
}

// (1, 2) J (1, 2) = y + 2 (x + cos x) + 4 (2 y), and the mean with (1, -1).
TEST(AutogradDivergenceTest, IsTheMeanOfTheProbesQuadraticForms) {
  const FunctionField field(Curled);
  const at::Tensor e = at::tensor({1., 2., 1., -1.}, at::kDouble)
                           .view({2, 1, 2})
                           .expand({2, 4, 2});
  const at::Tensor x = kPoints.select(1, 0), y = kPoints.select(1, 1);
  const at::Tensor first = y + 2 * (x + x.cos()) + 8 * y;
  const at::Tensor second = y - (x + x.cos()) + 2 * y;
  EXPECT_TRUE(
      at::allclose(AutogradDivergence(field, kPoints, kTimes, e).divergence_b,
                   (first + second) / 2, 0, 1e-13));
}

TEST(AutogradDivergenceTest, IsZeroWhereNothingDependsOnThePoint) {
  const FunctionField field([](const at::Tensor& x_bd, const at::Tensor&) {
    return at::full_like(x_bd.detach(), 2);
  });
  const VelocityDivergence at =
      AutogradDivergence(field, kPoints, kTimes, at::Tensor());
  EXPECT_TRUE(at.divergence_b.equal(at::zeros_like(kTimes)));
}

TEST(AutogradDivergenceTest, WorksWithoutAutogradAndLeavesNoGraph) {
  const FunctionField field(Curled);
  const at::NoGradGuard no_grad;
  const VelocityDivergence at =
      AutogradDivergence(field, kPoints, kTimes, at::Tensor());
  EXPECT_FALSE(at.velocity_bd.requires_grad());
  EXPECT_FALSE(at.divergence_b.requires_grad());
  EXPECT_FALSE(kPoints.requires_grad());
  EXPECT_GT(at.divergence_b.abs().max().item<double>(), 1);
}

}  // namespace
}  // namespace flow::core
