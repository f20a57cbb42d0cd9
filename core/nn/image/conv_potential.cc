#include "core/nn/image/conv_potential.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/silu.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/nn/image/image_rows.h"
#include "core/nn/image/named_layers.h"
#include "core/nn/parameter_spec.h"
#include "core/nn/start_parameters.h"

namespace flow::core {
namespace {

constexpr int64_t kChunkNumbers = int64_t{1} << 24;

std::string LayerName(size_t k) { return absl::StrCat("layers.", k); }

ParameterSpecs SpecsOf(const ConvPotentialOptions& options) {
  ParameterSpecs specs;
  int64_t inputs = options.image.channels;
  for (size_t k = 0; k < options.channels.size(); ++k) {
    AddLayer(LayerName(k), {options.channels[k], inputs, 3, 3}, specs);
    inputs = options.channels[k];
  }
  AddLayer("output", {1, inputs}, specs);
  return specs;
}

}  // namespace

ConvPotential::ConvPotential(const ConvPotentialOptions& options)
    : options_(options) {
  FLOW_CHECK(options.image.side >= 1 && !options.channels.empty())
      << "the plan gives the images and the convolutions";
}

Parameters ConvPotential::Initialize(Seed seed) const {
  return StartParameters(SpecsOf(options_), seed);
}

at::Tensor ConvPotential::Values(const Parameters& parameters,
                                 const at::Tensor& x_bd) const {
  const NamedLayers layers(parameters);
  at::Tensor h = ToImages(x_bd, options_.image);
  for (size_t k = 0; k < options_.channels.size(); ++k) {
    h = at::silu(layers.Convolve(LayerName(k), h, /*stride=*/k == 0 ? 1 : 2,
                                 /*padding=*/1));
  }
  return layers.Linear("output", h.sum({2, 3})).squeeze(1);
}

int64_t ConvPotential::ChunkRows() const {
  // of the first convolution, behind which sides halve
  const int64_t numbers =
      options_.channels[0] * options_.image.side * options_.image.side;
  return std::clamp<int64_t>(kChunkNumbers / numbers, 1,
                             Potential::ChunkRows());
}

}  // namespace flow::core
