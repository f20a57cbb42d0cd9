#include "core/nn/bfloat16_network.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/autocast_mode.h"
#include "ATen/ops/full.h"
#include "core/nn/image/small_networks_testing.h"
#include "core/nn/make_network.h"
#include "core/nn/network_options.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {
namespace {

struct Case {
  const char* name;
  NetworkOptions options;
  int64_t dim;
};

Case Perceptron() {
  return {"perceptron", MlpOptions{.dim = 2, .hidden = {64, 64}}, 2};
}

// Outputs, and the gradient of the mean of their squares.
std::pair<at::Tensor, std::vector<at::Tensor>> Pass(
    const Network& network, const Parameters& parameters,
    const NetworkInput& input) {
  Parameters leaves = CloneParameters(parameters);
  for (NamedTensor& leaf : leaves) leaf.value.requires_grad_();
  const at::Tensor f_bd = network.Outputs(leaves, input);
  return {f_bd.detach(),
          torch::autograd::grad({f_bd.square().mean()}, ValuesOf(leaves))};
}

double Distance(const at::Tensor& x, const at::Tensor& y) {
  return ((x - y).norm() / y.norm()).item<double>();
}

class Bfloat16NetworkTest : public testing::TestWithParam<Case> {};

// Products are rounded to eight binary digits, 2^-9 of a number each: outputs
// and gradients are 1e-3 to 3e-2 of their length away, the more the deeper.
TEST_P(Bfloat16NetworkTest, IsTheNetworkButForRounding) {
  const auto network = MakeNetwork(GetParam().options);
  const auto rounded = InBfloat16(network);
  Parameters parameters = network->Initialize(1);
  for (size_t k = 0; k < parameters.size(); ++k) {
    at::Tensor& p = parameters[k].value;
    p = p + 0.1 * NormalTensor(k, p.numel(), 1).reshape(p.sizes());
  }
  const NetworkInput input = {NormalTensor(7, 16, GetParam().dim),
                              at::full({16}, 0.3)};
  const auto [f_bd, gradients] = Pass(*network, parameters, input);
  const auto [rounded_bd, rounded_gradients] =
      Pass(*rounded, parameters, input);
  EXPECT_EQ(rounded_bd.scalar_type(), at::kFloat);
  EXPECT_GT(Distance(rounded_bd, f_bd), 1e-4);
  EXPECT_LT(Distance(rounded_bd, f_bd), 3e-2);
  double square = 0, error = 0;
  for (size_t k = 0; k < gradients.size(); ++k) {
    EXPECT_EQ(rounded_gradients[k].scalar_type(), at::kFloat);
    square += gradients[k].square().sum().item<double>();
    error +=
        (gradients[k] - rounded_gradients[k]).square().sum().item<double>();
  }
  EXPECT_GT(error, 1e-8 * square);
  EXPECT_LT(error, 1e-3 * square);
}

TEST_P(Bfloat16NetworkTest, LeavesNoTrace) {
  const auto network = MakeNetwork(GetParam().options);
  const Parameters parameters = network->Initialize(1);
  const NetworkInput input = {NormalTensor(7, 4, GetParam().dim),
                              at::full({4}, 0.3)};
  const at::Tensor before_bd = network->Outputs(parameters, input);
  (void)InBfloat16(network)->Outputs(parameters, input);
  EXPECT_FALSE(at::autocast::is_autocast_enabled(at::kCPU));
  EXPECT_TRUE(at::autocast::is_autocast_cache_enabled());
  EXPECT_TRUE(network->Outputs(parameters, input).equal(before_bd));
}

INSTANTIATE_TEST_SUITE_P(Networks, Bfloat16NetworkTest,
                         testing::Values(Perceptron(),
                                         Case{"unet", SmallUNet(), 64},
                                         Case{"dit", SmallDit(), 64}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace flow::core
