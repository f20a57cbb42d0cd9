// Outputs and gradients of PyTorch's networks, whose weights and inputs follow
// from their place: `benchmarks/peers/image_networks.py values NAME` prints
// them, of torchcfm 1.0.7 and timm 1.0.20 in PyTorch 2.11.0.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "c10/util/accumulate.h"
#include "core/nn/make_network.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {
namespace {

struct Reference {
  NetworkOptions network;
  // of the numbers 0, 17, 63, 64, 100 and 127 of two images
  std::vector<double> outputs;
  // the norms of some parameters' gradients
  std::vector<std::pair<std::string, double>> gradients;
};

// Numbers in [-0.5, 0.5].
at::Tensor ByPlace(at::IntArrayRef shape, int64_t which) {
  const int64_t numbers = c10::multiply_integers(shape);
  const at::Tensor k = at::arange(numbers);
  return ((k * 7919 + which * 104729).remainder(10007).to(at::kDouble) / 10007 -
          0.5)
      .to(at::kFloat)
      .view(shape);
}

Parameters ParametersOf(const Network& network) {
  Parameters parameters = network.Initialize(1);
  std::vector<NamedTensor*> by_name;
  for (NamedTensor& p : parameters) by_name.push_back(&p);
  std::sort(by_name.begin(), by_name.end(),
            [](const NamedTensor* a, const NamedTensor* b) {
              return a->name < b->name;
            });
  for (size_t i = 0; i < by_name.size(); ++i) {
    at::Tensor& value = by_name[i]->value;
    value = 0.2 * ByPlace(value.sizes(), static_cast<int64_t>(i) + 1);
    value.requires_grad_();
  }
  return parameters;
}

// Both sides round in float32: 6e-6 of the largest value is what other networks
// differ by (benchmarks/results/image).
void ExpectValues(const Reference& reference) {
  const auto network = MakeNetwork(reference.network);
  const Parameters parameters = ParametersOf(*network);
  const at::Tensor x_bd = 4 * ByPlace({2, 64}, 1000);
  const at::Tensor output_bd = network->Outputs(
      parameters,
      {x_bd, at::tensor({0.3f, 0.8f}), at::tensor(std::vector<int64_t>{2, 7})});
  const std::vector<int64_t> places = {0, 17, 63, 64, 100, 127};
  const at::Tensor flat = output_bd.detach().flatten();
  for (size_t i = 0; i < places.size(); ++i) {
    EXPECT_NEAR(flat[places[i]].item<double>(), reference.outputs[i], 2e-6);
  }
  const std::vector<at::Tensor> gradients = torch::autograd::grad(
      {(output_bd * ByPlace({2, 64}, 2000)).sum()}, ValuesOf(parameters));
  for (const auto& [name, norm] : reference.gradients) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(),
                     [&name](const NamedTensor& p) { return p.name == name; });
    ASSERT_NE(found, parameters.end()) << name;
    EXPECT_NEAR(gradients[found - parameters.begin()].norm().item<double>(),
                norm, 1e-4 * norm)
        << name;
  }
}

TEST(ReferenceValuesTest, UNetIsThatOfTorchcfm) {
  ExpectValues(
      {UNetOptions{.image = {1, 8},
                   .channels = 64,
                   .multiplier = {1, 2},
                   .blocks = 1,
                   .attention = {4},
                   .head_channels = 32,
                   .classes = 10},
       {0.013618329539895058, 0.07233135402202606, 0.12618158757686615,
        0.01313999854028225, 0.09269028902053833, 0.12131141126155853},
       {{"input_blocks.0.0.bias", 0.014130805619060993},
        {"input_blocks.3.0.in_layers.0.bias", 0.0016681543784216046},
        {"label_emb.weight", 0.013159269466996193},
        {"middle_block.1.qkv.weight", 0.0044345008209347725},
        {"output_blocks.0.0.emb_layers.1.weight", 0.0040425462648272514},
        {"output_blocks.0.1.qkv.weight", 0.018120573833584785},
        {"output_blocks.1.1.proj_out.weight", 0.01302507147192955},
        {"output_blocks.2.0.skip_connection.weight", 1.8173004388809204},
        {"time_embed.2.weight", 0.005482646636664867}}});
}

TEST(ReferenceValuesTest, DitIsThatOfTimm) {
  ExpectValues({DitOptions{.image = {1, 8},
                           .patch = 2,
                           .width = 64,
                           .depth = 4,
                           .heads = 4,
                           .classes = 10},
                {-0.6383466720581055, 0.3181033730506897, 0.05535300076007843,
                 -0.6501709222793579, -0.5484189391136169, -0.191231369972229},
                {{"blocks.0.adaLN_modulation.1.bias", 1.3753939867019653},
                 {"blocks.0.mlp.fc1.bias", 0.0890762209892273},
                 {"blocks.1.attn.proj.bias", 0.07016414403915405},
                 {"blocks.1.mlp.fc2.bias", 0.06206608563661575},
                 {"blocks.2.attn.qkv.bias", 0.021645275875926018},
                 {"blocks.3.adaLN_modulation.1.bias", 1.3348380327224731},
                 {"blocks.3.mlp.fc1.bias", 0.11660333722829819},
                 {"final_layer.linear.bias", 1.058064341545105},
                 {"x_embedder.proj.bias", 0.8215816617012024}}});
}

}  // namespace
}  // namespace flow::core
