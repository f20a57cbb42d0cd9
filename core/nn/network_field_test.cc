#include "core/nn/network_field.h"

#include <cmath>
#include <cstdint>
#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kDim = 16;
constexpr int64_t kPoints = 3;

struct Case {
  std::string name;
  NetworkOptions network;
};

class NetworkFieldTest : public testing::TestWithParam<Case> {
 protected:
  // Far from the zeros that networks of images start at.
  static NetworkField Field() {
    auto network = MakeNetwork(GetParam().network);
    Parameters parameters = network->Initialize(1);
    Seed seed = 2;
    for (NamedTensor& p : parameters) {
      p.value = p.value.to(at::kDouble) +
                0.1 * NormalTensor(seed++, p.value.numel(), 1).view_as(p.value);
    }
    return NetworkField(std::move(network), std::move(parameters));
  }

  const at::Tensor x_bd_ = NormalTensor(2, kPoints, kDim).to(at::kDouble);
  const at::Tensor t_b_ = at::full({kPoints}, 0.3, at::kDouble);
};

// Central differences of step 1e-4 are right to 1e-8 in double, times third
// derivatives of the order of ten.
TEST_P(NetworkFieldTest, KnowsItsDivergence) {
  const NetworkField field = Field();
  at::Tensor expected_b = at::zeros({kPoints}, at::kDouble);
  const double h = 1e-4;
  for (int64_t d = 0; d < kDim; ++d) {
    at::Tensor shift = at::zeros({1, kDim}, at::kDouble);
    shift.select(1, d).fill_(h);
    const at::Tensor change = field.Velocity(x_bd_ + shift, t_b_) -
                              field.Velocity(x_bd_ - shift, t_b_);
    expected_b += change.select(1, d) / (2 * h);
  }
  const VelocityDivergence at =
      field.VelocityAndDivergence(x_bd_, t_b_, at::Tensor());
  EXPECT_TRUE(at::allclose(at.divergence_b, expected_b, 1e-6, 1e-6));
  EXPECT_GT(expected_b.abs().min().item<double>(), 1e-3);
  EXPECT_TRUE(
      at::allclose(at.velocity_bd, field.Velocity(x_bd_, t_b_), 1e-12, 1e-12));
}

// The probes sqrt(D) e_1 to sqrt(D) e_D have the trace as their mean exactly.
TEST_P(NetworkFieldTest, ProbesHaveTheDivergenceAsTheirMean) {
  const NetworkField field = Field();
  const at::Tensor probe_pbd =
      (std::sqrt(static_cast<double>(kDim)) * at::eye(kDim, at::kDouble))
          .unsqueeze(1)
          .expand({kDim, kPoints, kDim});
  const VelocityDivergence probed =
      field.VelocityAndDivergence(x_bd_, t_b_, probe_pbd);
  const VelocityDivergence exact =
      field.VelocityAndDivergence(x_bd_, t_b_, at::Tensor());
  EXPECT_TRUE(
      at::allclose(probed.divergence_b, exact.divergence_b, 1e-10, 1e-10));
}

INSTANTIATE_TEST_SUITE_P(
    Networks, NetworkFieldTest,
    testing::Values(Case{"Mlp", MlpOptions{.dim = kDim,
                                           .hidden = {8, 8},
                                           .activation = Activation::kTanh}},
                    Case{"UNet", UNetOptions{.image = {1, 4},
                                             .channels = 8,
                                             .multiplier = {1, 2},
                                             .blocks = 1,
                                             .attention = {2},
                                             .head_channels = 4}},
                    Case{"Dit", DitOptions{.image = {1, 4},
                                           .patch = 2,
                                           .width = 8,
                                           .depth = 2,
                                           .heads = 2}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace flow::core
