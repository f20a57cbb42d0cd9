#include "core/eval/features/digits_network.h"

#include <iterator>

#include "ATen/TensorOperators.h"
#include "ATen/ops/silu.h"
#include "ATen/ops/tensor.h"
#include "core/base/content_hash.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/image/named_layers.h"
#include "core/nn/start_parameters.h"

namespace flow::core {
namespace {

constexpr int16_t kTable[] = {
#include "core/eval/features/digits_network_weights.inc"
};

}  // namespace

ParameterSpecs DigitsNetworkSpecs() {
  ParameterSpecs specs;
  AddLayer("conv.0", {8, 1, 3, 3}, specs);
  AddLayer("conv.1", {16, 8, 3, 3}, specs);
  AddLayer("conv.2", {kDigitsFeatures, 16, 3, 3}, specs);
  AddLayer("output", {kDigitsLogits, kDigitsFeatures}, specs);
  return specs;
}

Parameters DigitsNetworkWeights() {
  const at::Tensor whole_p =
      at::tensor(at::ArrayRef<int16_t>(kTable, std::size(kTable)));
  return ViewsOf(whole_p.to(at::kFloat) / kDigitsNetworkUnit,
                 StartParameters(DigitsNetworkSpecs(), /*seed=*/0))
      .named;
}

std::string DigitsNetworkHash() {
  return ContentHash({reinterpret_cast<const char*>(kTable), sizeof(kTable)});
}

ImageFeatures DigitsNetwork(const Parameters& parameters,
                            const at::Tensor& x_bchw) {
  const NamedLayers layers(parameters);
  at::Tensor h = at::silu(layers.Convolve("conv.0", x_bchw, 1, 1));
  h = at::silu(layers.Convolve("conv.1", h, 2, 1));
  h = at::silu(layers.Convolve("conv.2", h, 2, 1));
  const at::Tensor feature_bf = h.mean({2, 3});
  return {feature_bf, layers.Linear("output", feature_bf)};
}

}  // namespace flow::core
