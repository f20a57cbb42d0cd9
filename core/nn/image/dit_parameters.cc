#include "core/nn/image/dit_parameters.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace flow::core {
namespace {

constexpr double kEmbeddingStd = 0.02;

// "Xavier": the bound by inputs and outputs together.
void AddGlorotLayer(const std::string& name, std::vector<int64_t> shape,
                    ParameterSpecs& specs) {
  const int64_t outputs = shape[0];
  const int64_t inputs = ParameterShape{"", shape}.numbers() / outputs;
  const double bound = std::sqrt(6.0 / static_cast<double>(inputs + outputs));
  AddWeightAndBias(name, std::move(shape), Start::Uniform(bound),
                   Start::Constant(0), specs);
}

void AddEmbeddingLayer(const std::string& name, std::vector<int64_t> shape,
                       ParameterSpecs& specs) {
  AddWeightAndBias(name, std::move(shape), Start::Normal(kEmbeddingStd),
                   Start::Constant(0), specs);
}

}  // namespace

ParameterSpecs ParametersOf(const DitOptions& options) {
  ParameterSpecs specs;
  const int64_t width = options.width, patch = options.patch;
  AddGlorotLayer("x_embedder.proj",
                 {width, options.image.channels, patch, patch}, specs);
  AddEmbeddingLayer("t_embedder.mlp.0", {width, kDitTimeWidth}, specs);
  AddEmbeddingLayer("t_embedder.mlp.2", {width, width}, specs);
  if (options.classes > 0) {
    // the last row is that of a hidden label
    specs.push_back(
        {{"y_embedder.embedding_table.weight", {options.classes + 1, width}},
         Start::Normal(kEmbeddingStd)});
  }
  for (int64_t i = 0; i < options.depth; ++i) {
    const std::string block = absl::StrCat("blocks.", i);
    AddGlorotLayer(block + ".attn.qkv", {3 * width, width}, specs);
    AddGlorotLayer(block + ".attn.proj", {width, width}, specs);
    AddGlorotLayer(block + ".mlp.fc1", {4 * width, width}, specs);
    AddGlorotLayer(block + ".mlp.fc2", {width, 4 * width}, specs);
    AddZeroLayer(block + ".adaLN_modulation.1", {6 * width, width}, specs);
  }
  const int64_t channels = OutputChannels(options.image, options.outputs);
  AddZeroLayer("final_layer.linear", {patch * patch * channels, width}, specs);
  AddZeroLayer("final_layer.adaLN_modulation.1", {2 * width, width}, specs);
  return specs;
}

}  // namespace flow::core
