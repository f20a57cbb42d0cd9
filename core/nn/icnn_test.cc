#include "core/nn/icnn.h"

#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/nn/convex_potential.h"
#include "core/nn/network_field.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {
namespace {

const IcnnOptions kOptions{.dim = 3, .hidden = {8, 7}, .strength = 0.01};

double Largest(const at::Tensor& x) { return x.abs().max().item<double>(); }

Parameters SomeParameters() {
  Parameters parameters = Icnn(kOptions).Initialize(1);
  for (size_t i = 0; i < parameters.size(); ++i) {
    at::Tensor& value = parameters[i].value;
    value = (value + NormalTensor(10 + i, value.numel(), 1).view_as(value))
                .to(at::kDouble);
  }
  return parameters;
}

at::Tensor SomePoints() { return 2 * NormalTensor(2, 12, 3).to(at::kDouble); }
at::Tensor SomeTimes() { return UniformTensor(3, 12).to(at::kDouble); }

// Without hidden layers Psi = l . x + q |x|^2 / 2, z = (x - t l) / (1 + t (q -
// 1)) and v = (q - 1) z + l.
TEST(IcnnTest, AQuadraticPotentialScalesAndShifts) {
  Parameters parameters = SomeParameters();
  for (NamedTensor& p : parameters) {
    if (p.name == "output.hidden") p.value.fill_(-1000);
  }
  parameters[parameters.size() - 2].value =
      at::tensor({1.0, -2.0, 0.5}, at::kDouble);
  parameters.back().value.fill_(100);  // its softplus to the last bit
  const double q = 100.01;
  const at::Tensor x = SomePoints(), t = SomeTimes();
  const at::Tensor l = parameters[parameters.size() - 2].value;
  const at::Tensor t_b1 = t.unsqueeze(1);
  const at::Tensor z = (x - t_b1 * l) / (1 + t_b1 * (q - 1));
  const at::Tensor v = Icnn(kOptions).Outputs(parameters, {x, t});
  EXPECT_LT(Largest(v - ((q - 1) * z + l)), 1e-8);
}

TEST(IcnnTest, OneStepOfEulerIsTheGradient) {
  const Parameters parameters = SomeParameters();
  const at::Tensor x = SomePoints();
  const at::Tensor v =
      Icnn(kOptions).Outputs(parameters, {x, at::zeros({12}, at::kDouble)});
  const at::Tensor end = ConvexPotential(kOptions, parameters).Gradient(x);
  EXPECT_LT(Largest(x + v - end), 1e-12);
}

// Lines are straight: the velocity on a line is that at its start.
TEST(IcnnTest, TheVelocityIsConstantAlongALine) {
  const Parameters parameters = SomeParameters();
  const Icnn network(kOptions);
  const at::Tensor x = SomePoints(), t = SomeTimes();
  const at::Tensor v0 =
      network.Outputs(parameters, {x, at::zeros({12}, at::kDouble)});
  const at::Tensor v =
      network.Outputs(parameters, {x + t.unsqueeze(1) * v0, t});
  EXPECT_LT(Largest(v - v0), 1e-8);
}

// Central differences of v . c with a step of 1e-5, along a direction in all
// parameters and one in the points.
TEST(IcnnTest, DerivativesAreThoseOfTheSolution) {
  const Icnn network(kOptions);
  const at::Tensor t = SomeTimes();
  const at::Tensor c = NormalTensor(5, 12, 3).to(at::kDouble);
  const at::Tensor x_way = NormalTensor(6, 12, 3).to(at::kDouble);
  Parameters leaves = SomeParameters();
  const auto moved = [&](double h) {
    Parameters parameters = SomeParameters();
    for (size_t i = 0; i < parameters.size(); ++i) {
      at::Tensor& value = parameters[i].value;
      value = value + h * NormalTensor(50 + i, value.numel(), 1)
                              .view_as(value)
                              .to(at::kDouble);
    }
    const at::Tensor x = SomePoints() + h * x_way;
    return (network.Outputs(parameters, {x, t}) * c).sum().item<double>();
  };
  for (NamedTensor& leaf : leaves) leaf.value.requires_grad_();
  const at::Tensor x = SomePoints().requires_grad_();
  std::vector<at::Tensor> inputs = ValuesOf(leaves);
  inputs.push_back(x);
  const std::vector<at::Tensor> slopes = torch::autograd::grad(
      {(network.Outputs(leaves, {x, t}) * c).sum()}, inputs);
  double slope = (slopes.back() * x_way).sum().item<double>();
  for (size_t i = 0; i < leaves.size(); ++i) {
    slope += (slopes[i] * NormalTensor(50 + i, slopes[i].numel(), 1)
                              .view_as(slopes[i])
                              .to(at::kDouble))
                 .sum()
                 .item<double>();
  }
  const double h = 1e-5;
  EXPECT_NEAR(slope, (moved(h) - moved(-h)) / (2 * h), 1e-5 * std::abs(slope));
}

// The identity of the header, by Simpson's rule over the times; Psi* of x1 is
// z . x1 - Psi(z) where grad Psi(z) = x1.
TEST(IcnnTest, TheLossOfAPairIsTheDualOfTransport) {
  const Parameters parameters = SomeParameters();
  const Icnn network(kOptions);
  const ConvexPotential potential(kOptions, parameters);
  const at::Tensor x0 = SomePoints();
  const at::Tensor x1 = 1 + NormalTensor(7, 12, 3).to(at::kDouble);
  const auto loss_at = [&](double time) {
    const at::Tensor t = at::full({12}, time, at::kDouble);
    const at::Tensor v =
        network.Outputs(parameters, {(1 - time) * x0 + time * x1, t});
    return (v - (x1 - x0)).square().sum(1);
  };
  constexpr int kIntervals = 400;
  at::Tensor integral = loss_at(0) + loss_at(1);
  for (int i = 1; i < kIntervals; ++i) {
    integral = integral + (i % 2 == 1 ? 4 : 2) * loss_at(1.0 * i / kIntervals);
  }
  integral = integral / (3 * kIntervals);
  const at::Tensor z =
      x1 - network.Outputs(parameters, {x1, at::full({12}, 1., at::kDouble)});
  const at::Tensor dual = potential.At(x0).value_b + (z * x1).sum(1) -
                          potential.At(z).value_b - (x0 * x1).sum(1);
  EXPECT_LT(Largest(integral / (2 * dual) - 1), 1e-4);
}

TEST(IcnnTest, ItsFieldHasTheDivergenceOfTheHessian) {
  Parameters parameters = SomeParameters();
  const at::Tensor x = SomePoints();
  const NetworkField field(std::make_shared<Icnn>(kOptions), parameters);
  const VelocityDivergence at_start =
      field.VelocityAndDivergence(x, at::zeros({12}, at::kDouble), {});
  const at::Tensor hessian =
      ConvexPotential(kOptions, parameters).At(x).hessian_bdd;
  const at::Tensor trace = hessian.diagonal(0, 1, 2).sum(1) - 3;
  EXPECT_LT(Largest(at_start.divergence_b - trace), 1e-9);
}

TEST(IcnnDeathTest, AParameterIsMissing) {
  Parameters parameters = SomeParameters();
  parameters.pop_back();
  EXPECT_DEATH(Icnn(kOptions).Outputs(parameters, {SomePoints(), SomeTimes()}),
               "three tensors a layer");
}

}  // namespace
}  // namespace flow::core
