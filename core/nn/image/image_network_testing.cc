#include "core/nn/image/image_network_testing.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
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

Waves WavesOf(const Network& network, const NetworkInput& input) {
  Parameters leaves = WaveParameters(network);
  for (NamedTensor& leaf : leaves) leaf.value.requires_grad_();
  const at::Tensor f = network.Outputs(leaves, input);
  Waves waves = {f.detach(), {}};
  const at::Tensor sum = (f * Wave(f.sizes())).sum();
  for (const at::Tensor& slope :
       torch::autograd::grad({sum}, ValuesOf(leaves))) {
    waves.slopes.push_back((slope * Wave(slope.sizes())).sum().item<double>());
  }
  return waves;
}

void ExpectDerivativesOfDifferences(const Network& network,
                                    const NetworkInput& input) {
  const Parameters parameters = WaveParameters(network);
  const auto sum_at = [&](double h) {
    Parameters moved = parameters;
    for (NamedTensor& p : moved) p.value = p.value + h * Wave(p.value.sizes());
    NetworkInput at = input;
    at.x_bd = at.x_bd + h * Wave(at.x_bd.sizes());
    const at::Tensor f = network.Outputs(moved, at);
    return (f * Wave(f.sizes())).sum().item<double>();
  };
  double slope = 0;
  for (const double part : WavesOf(network, input).slopes) slope += part;
  NetworkInput at = input;
  at.x_bd = input.x_bd.clone().requires_grad_();
  const at::Tensor f = network.Outputs(parameters, at);
  const at::Tensor by_x =
      torch::autograd::grad({(f * Wave(f.sizes())).sum()}, {at.x_bd})[0];
  slope += (by_x * Wave(by_x.sizes())).sum().item<double>();
  // an error of h^2 times third derivatives, some 1e5, and one of 1e-16 / h
  constexpr double kStep = 1e-6;
  EXPECT_NEAR((sum_at(kStep) - sum_at(-kStep)) / (2 * kStep) / slope, 1, 1e-6);
}

}  // namespace flow::core
