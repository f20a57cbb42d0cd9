#include "flowlang/plan/network_cost.h"

#include <algorithm>
#include <cstdint>
#include <variant>

#include "core/base/check.h"
#include "core/nn/image/dit_parameters.h"
#include "core/nn/image/image_shards.h"
#include "core/nn/image/unet_layout.h"

namespace flow::lang {
namespace {

// A product and a sum; the backward pass does the forward's work twice.
constexpr double kFlops = 3 * 2.0;

NetworkCost CostOf(const core::MlpOptions& mlp) {
  NetworkCost cost;
  int64_t inputs = core::InputWidth(mlp);
  const auto add = [&](int64_t outputs) {
    cost.flops += kFlops * static_cast<double>(inputs * outputs);
    // before and after the nonlinearity
    cost.numbers += 2.0 * static_cast<double>(outputs);
    inputs = outputs;
  };
  for (const int64_t width : mlp.hidden) add(width);
  add(core::OutputWidth(mlp));
  return cost;
}

// Some six steps of Newton's method, each with a Hessian: the Jacobian of every
// layer, D columns of it, in double.
NetworkCost CostOf(const core::IcnnOptions& icnn) {
  constexpr double kNewtonSteps = 6;
  const auto d = static_cast<double>(icnn.dim);
  NetworkCost cost;
  int64_t inputs = 0;
  for (const int64_t width : icnn.hidden) {
    const auto layer = static_cast<double>((icnn.dim + inputs) * width);
    cost.flops += 2 * layer * (3 + kNewtonSteps * (2 + d));
    cost.numbers += 2 * 3 * d * static_cast<double>(width);
    inputs = width;
  }
  return cost;
}

NetworkCost CostOf(const core::MlpPairOptions& pair) {
  NetworkCost cost = CostOf(pair.each);
  cost.flops *= 2;
  cost.numbers *= 2;
  return cost;
}

// Of a way through one module of a UNet; `embedding` numbers say the time.
NetworkCost CostOf(const core::UNetModule& module, double embedding) {
  using Kind = core::UNetModule::Kind;
  const auto in = static_cast<double>(module.inputs);
  const auto out = static_cast<double>(module.outputs);
  const auto pixels = static_cast<double>(module.side * module.side);
  switch (module.kind) {
    case Kind::kConvolution:
      return {kFlops * 9 * in * out * pixels, out * pixels};
    case Kind::kHalve:
      return {kFlops * 9 * in * out * pixels / 4, out * pixels / 4};
    case Kind::kDouble:
      return {kFlops * 9 * in * out * pixels * 4, (in + out) * pixels * 4};
    case Kind::kAttention:
      // 4 C^2 of the four products of pixels, and the two of all pairs of them
      return {kFlops * pixels * (4 * in * in + 2 * in * pixels),
              6 * in * pixels};
    case Kind::kResidual: {
      const double around = in == out ? 0 : in * out * pixels;
      // normalised, bent and convolved twice
      return {
          kFlops * (9 * (in + out) * out * pixels + around + embedding * out),
          (2 * in + 4 * out) * pixels};
    }
  }
  FLOW_CHECK(false) << "a module of no kind";
  return {};
}

NetworkCost CostOf(const core::UNetOptions& unet) {
  const auto embedding = static_cast<double>(core::EmbeddingWidth(unet));
  const core::UNetLayout layout = core::LayoutOf(unet);
  NetworkCost cost;
  const auto add = [&](const core::UNetBlock& block) {
    for (const core::UNetModule& module : block) {
      const NetworkCost part = CostOf(module, embedding);
      cost.flops += part.flops;
      cost.numbers += part.numbers;
    }
  };
  for (const core::UNetBlock& block : layout.down) add(block);
  add(layout.middle);
  for (const core::UNetBlock& block : layout.up) add(block);
  const auto pixels = static_cast<double>(unet.image.side * unet.image.side);
  const auto last = static_cast<double>(core::LastChannels(unet));
  cost.flops +=
      kFlops * 9 * pixels * last *
      static_cast<double>(core::OutputChannels(unet.image, unet.outputs));
  cost.numbers += 2 * last * pixels;
  return cost;
}

NetworkCost CostOf(const core::DitOptions& dit) {
  const auto width = static_cast<double>(dit.width);
  const auto depth = static_cast<double>(dit.depth);
  const auto tiles = static_cast<double>(dit.image.side / dit.patch);
  const double tokens = tiles * tiles;
  const double patch = static_cast<double>(dit.patch * dit.patch);
  const double ends =
      patch * static_cast<double>(dit.image.channels +
                                  core::OutputChannels(dit.image, dit.outputs));
  // of a block: attention's four products and the perceptron's of 8 W^2, those
  // of all pairs of tokens, and the modulation once for all tokens
  const double of_block =
      tokens * (12 * width * width + 2 * tokens * width) + 6 * width * width;
  return {kFlops * (depth * of_block + tokens * ends * width +
                    width * (core::kDitTimeWidth + width)),
          depth * 18 * tokens * width};
}

}  // namespace

NetworkCost CostOf(const core::NetworkOptions& network) {
  return std::visit([](const auto& options) { return CostOf(options); },
                    network);
}

int64_t RowsAtOnce(const core::NetworkOptions& network, int64_t batch) {
  const bool is_of_images =
      std::holds_alternative<core::UNetOptions>(network) ||
      std::holds_alternative<core::DitOptions>(network);
  return is_of_images ? std::min(batch, core::kImageShardRows) : batch;
}

}  // namespace flow::lang
