#include "core/nn/image/image_network_testing.h"

#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {

Parameters WaveParameters(const Network& network) {
  Parameters parameters = network.Initialize(1);
  for (size_t k = 0; k < parameters.size(); ++k) {
    at::Tensor& value = parameters[k].value;
    const at::Tensor i = at::arange(value.numel(), at::kDouble);
    value = ((0.7 * i + static_cast<double>(k)).sin() / 10).view(value.sizes());
  }
  return parameters;
}

NetworkInput WaveInput(const ImageShape& image, int64_t images) {
  const at::Tensor i = at::arange(images * image.numbers(), at::kDouble);
  return {(0.3 * i).sin().view({images, image.numbers()}),
          (at::arange(images, at::kDouble) + 0.5) / images,
          at::arange(images, at::kLong)};
}

at::Tensor Wave(at::IntArrayRef shape) {
  return (0.11 * at::arange(c10::multiply_integers(shape), at::kDouble))
      .sin()
      .view(shape);
}

void ExpectStartsAtZero(const Network& network, const ImageShape& image) {
  const NetworkInput wave = WaveInput(image, 2);
  const at::Tensor v =
      network.Outputs(network.Initialize(1),
                      {wave.x_bd.to(at::kFloat), wave.t_b.to(at::kFloat)});
  EXPECT_EQ(v.sizes(), wave.x_bd.sizes());
  EXPECT_TRUE(v.eq(0).all().item<bool>());
}

void ExpectRowsAreImages(const Network& network, const ImageShape& image) {
  const Parameters parameters = WaveParameters(network);
  const NetworkInput both = WaveInput(image, 2);
  const auto row = [&](int64_t i) {
    return network.Outputs(
        parameters, {both.x_bd.narrow(0, i, 1), both.t_b.narrow(0, i, 1)});
  };
  EXPECT_TRUE(at::allclose(network.Outputs(parameters, both),
                           at::concat({row(0), row(1)}), 0, 1e-12));
}

void ExpectDerivativesOfDifferences(const Network& network,
                                    const NetworkInput& input) {
  const Parameters parameters = WaveParameters(network);
  const auto sum_at = [&](const Parameters& at, const at::Tensor& x_bd) {
    NetworkInput there = input;
    there.x_bd = x_bd;
    const at::Tensor f = network.Outputs(at, there);
    return (f * Wave(f.sizes())).sum();
  };
  Parameters leaves = CloneParameters(parameters);
  for (NamedTensor& leaf : leaves) leaf.value.requires_grad_();
  std::vector<at::Tensor> inputs = ValuesOf(leaves);
  inputs.push_back(input.x_bd.clone().requires_grad_());
  double slope = 0;
  for (const at::Tensor& by :
       torch::autograd::grad({sum_at(leaves, inputs.back())}, inputs)) {
    slope += (by * Wave(by.sizes())).sum().item<double>();
  }
  const auto moved_by = [&](double h) {
    Parameters moved = parameters;
    for (NamedTensor& p : moved) p.value = p.value + h * Wave(p.value.sizes());
    return sum_at(moved, input.x_bd + h * Wave(input.x_bd.sizes()))
        .item<double>();
  };
  // an error of h^2 times third derivatives, some 1e5, and one of 1e-16 / h
  constexpr double kStep = 1e-6;
  EXPECT_NEAR((moved_by(kStep) - moved_by(-kStep)) / (2 * kStep) / slope, 1,
              1e-6);
}

}  // namespace flow::core
