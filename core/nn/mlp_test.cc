#include "core/nn/mlp.h"

#include <cmath>
#include <vector>

#include "ATen/ops/allclose.h"
#include "ATen/ops/tensor.h"
#include "core/nn/parameter_shapes.h"
#include "core/nn/time_embedding.h"
#include "core/tensor/random_tensor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const MlpOptions kOptions = {
    .dim = 2, .hidden = {5, 4}, .activation = Activation::kSelu};

double Selu(double x) {
  constexpr double kScale = 1.0507009873554805, kAlpha = 1.6732632423543772;
  return kScale * (x > 0 ? x : kAlpha * std::expm1(x));
}

// The definition, one number at a time.
std::vector<double> ReferenceVelocity(const Parameters& parameters,
                                      std::vector<double> h) {
  for (size_t k = 0; k < parameters.size(); k += 2) {
    const at::Tensor weight = parameters[k].value.to(at::kDouble);
    const at::Tensor bias = parameters[k + 1].value.to(at::kDouble);
    if (k > 0) {
      for (double& value : h) value = Selu(value);
    }
    std::vector<double> next(weight.size(0));
    for (int64_t i = 0; i < weight.size(0); ++i) {
      next[i] = bias[i].item<double>();
      for (int64_t j = 0; j < weight.size(1); ++j) {
        next[i] += weight[i][j].item<double>() * h[j];
      }
    }
    h = next;
  }
  return h;
}

TEST(MlpTest, IsTheDefinition) {
  const Mlp mlp(kOptions);
  const Parameters parameters = mlp.Initialize(1);
  const at::Tensor x = at::tensor({0.3, -1.2}, at::kFloat).view({1, 2});
  const at::Tensor v =
      mlp.Outputs(parameters, {x, at::tensor({0.25}, at::kFloat)});
  const std::vector<double> expected =
      ReferenceVelocity(parameters, {0.3, -1.2, 0.25});
  EXPECT_NEAR(v[0][0].item<double>(), expected[0], 1e-6);
  EXPECT_NEAR(v[0][1].item<double>(), expected[1], 1e-6);
}

TEST(MlpTest, CarriesPyTorchsNamesShapesAndBounds) {
  const Parameters parameters = Mlp(kOptions).Initialize(1);
  std::vector<std::string> names;
  int64_t count = 0;
  for (const NamedTensor& p : parameters) {
    names.push_back(p.name);
    count += p.value.numel();
  }
  EXPECT_THAT(names, testing::ElementsAre("layers.0.weight", "layers.0.bias",
                                          "layers.1.weight", "layers.1.bias",
                                          "layers.2.weight", "layers.2.bias"));
  EXPECT_EQ(parameters[0].value.sizes(), at::IntArrayRef({5, 3}));
  EXPECT_EQ(count, NumParameters(kOptions));
  EXPECT_LE(parameters[0].value.abs().max().item<double>(), 1 / std::sqrt(3.0));
}

TEST(MlpTest, EveryActivationIsItsFunction) {
  const std::vector<std::pair<Activation, double>> at_minus_one = {
      {Activation::kSilu, -1 / (1 + std::exp(1.0))},
      {Activation::kSelu, Selu(-1)},
      {Activation::kRelu, 0},
      {Activation::kTanh, std::tanh(-1.0)},
      {Activation::kGelu, -0.5 * std::erfc(1 / std::sqrt(2.0))},
      {Activation::kSoftplus, std::log1p(std::exp(-4.0)) / 4},
      {Activation::kElu, std::expm1(-1.0)}};
  for (const auto& [activation, expected] : at_minus_one) {
    const Mlp mlp({.dim = 1,
                   .hidden = {1},
                   .activation = activation,
                   .softplus_beta = 4});
    // h = f(x + 0 t), v = h
    const Parameters parameters = {
        {"layers.0.weight", at::tensor({1.0, 0.0}, at::kDouble).view({1, 2})},
        {"layers.0.bias", at::tensor({0.0}, at::kDouble)},
        {"layers.1.weight", at::tensor({1.0}, at::kDouble).view({1, 1})},
        {"layers.1.bias", at::tensor({0.0}, at::kDouble)}};
    const at::Tensor v =
        mlp.Outputs(parameters, {at::tensor({-1.0}, at::kDouble).view({1, 1}),
                                 at::tensor({0.5}, at::kDouble)});
    EXPECT_NEAR(v.item<double>(), expected, 1e-12);
  }
}

TEST(TimeEmbeddingTest, SinusoidsAreTheirFormula) {
  const at::Tensor e =
      EmbedTime(at::tensor({0.1}, at::kDouble), SinusoidalTimeOptions{4});
  const at::Tensor expected = at::tensor(
      {std::cos(100.0), std::cos(1.0), std::sin(100.0), std::sin(1.0)},
      at::kDouble);
  EXPECT_TRUE(at::allclose(e[0], expected, 0, 1e-12));
  EXPECT_EQ(TimeWidth(SinusoidalTimeOptions{4}), 4);
}

}  // namespace
}  // namespace flow::core
