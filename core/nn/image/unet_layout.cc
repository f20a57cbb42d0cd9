#include "core/nn/image/unet_layout.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace flow::core {
namespace {

using Kind = UNetModule::Kind;

// Builds blocks from the first to the last, keeping count of channels and side.
class Builder {
 public:
  explicit Builder(const UNetOptions& options)
      : options_(options), side_(options.image.side) {}

  UNetLayout Build() {
    const int64_t levels = options_.multiplier.size();
    AddDown();
    Append(Kind::kConvolution, ChannelsAt(0), options_.image.channels);
    for (int64_t level = 0; level < levels; ++level) {
      for (int64_t i = 0; i < options_.blocks; ++i) {
        AddDown();
        AppendLevel(level, channels_);
      }
      if (level + 1 == levels) break;
      AddDown();
      Append(Kind::kHalve, channels_);
      side_ /= 2;
    }
    kept_.push_back(channels_);
    block_ = &layout_.middle;
    name_ = "middle_block";
    Append(Kind::kResidual, channels_);
    Append(Kind::kAttention, channels_);
    Append(Kind::kResidual, channels_);
    for (int64_t level = levels - 1; level >= 0; --level) {
      for (int64_t i = 0; i <= options_.blocks; ++i) {
        AddUp();
        AppendLevel(level, channels_ + kept_.back());
        kept_.pop_back();
        if (level == 0 || i < options_.blocks) continue;
        Append(Kind::kDouble, channels_);
        side_ *= 2;
      }
    }
    return std::move(layout_);
  }

 private:
  int64_t ChannelsAt(int64_t level) const {
    return options_.channels * options_.multiplier[level];
  }

  void AddDown() {
    if (!layout_.down.empty()) kept_.push_back(channels_);
    name_ = absl::StrCat("input_blocks.", layout_.down.size());
    block_ = &layout_.down.emplace_back();
  }

  void AddUp() {
    name_ = absl::StrCat("output_blocks.", layout_.up.size());
    block_ = &layout_.up.emplace_back();
  }

  void Append(Kind kind, int64_t outputs, int64_t inputs) {
    block_->push_back({kind, absl::StrCat(name_, ".", block_->size()), inputs,
                       outputs, side_});
    channels_ = outputs;
  }
  void Append(Kind kind, int64_t outputs) { Append(kind, outputs, channels_); }

  void AppendLevel(int64_t level, int64_t inputs) {
    Append(Kind::kResidual, ChannelsAt(level), inputs);
    if (std::ranges::find(options_.attention, side_) !=
        options_.attention.end()) {
      Append(Kind::kAttention, channels_);
    }
  }

  const UNetOptions& options_;
  UNetLayout layout_;
  std::vector<int64_t> kept_;  // channels that leave each block of the way down
  UNetBlock* block_ = nullptr;
  std::string name_;
  int64_t side_, channels_ = 0;
};

void AddNorm(const std::string& name, int64_t channels, ParameterSpecs& specs) {
  AddWeightAndBias(name, {channels}, Start::Constant(1), Start::Constant(0),
                   specs);
}

void AddModule(const UNetModule& module, int64_t embedding,
               ParameterSpecs& specs) {
  const std::string& name = module.name;
  const int64_t in = module.inputs, out = module.outputs;
  switch (module.kind) {
    case Kind::kConvolution:
      return AddLayer(name, {out, in, 3, 3}, specs);
    case Kind::kHalve:
      return AddLayer(name + ".op", {out, in, 3, 3}, specs);
    case Kind::kDouble:
      return AddLayer(name + ".conv", {out, in, 3, 3}, specs);
    case Kind::kAttention:
      AddNorm(name + ".norm", in, specs);
      AddLayer(name + ".qkv", {3 * in, in, 1}, specs);
      return AddZeroLayer(name + ".proj_out", {in, in, 1}, specs);
    case Kind::kResidual:
      AddNorm(name + ".in_layers.0", in, specs);
      AddLayer(name + ".in_layers.2", {out, in, 3, 3}, specs);
      AddLayer(name + ".emb_layers.1", {out, embedding}, specs);
      AddNorm(name + ".out_layers.0", out, specs);
      AddZeroLayer(name + ".out_layers.3", {out, out, 3, 3}, specs);
      if (in == out) return;
      return AddLayer(name + ".skip_connection", {out, in, 1, 1}, specs);
  }
}

}  // namespace

UNetLayout LayoutOf(const UNetOptions& options) {
  return Builder(options).Build();
}

int64_t LastChannels(const UNetOptions& options) {
  return options.channels * options.multiplier[0];
}

int64_t EmbeddingWidth(const UNetOptions& options) {
  return 4 * options.channels;
}

ParameterSpecs ParametersOf(const UNetOptions& options) {
  ParameterSpecs specs;
  const int64_t embedding = EmbeddingWidth(options);
  AddLayer("time_embed.0", {embedding, options.channels}, specs);
  AddLayer("time_embed.2", {embedding, embedding}, specs);
  if (options.classes > 0) {
    specs.push_back(
        {{"label_emb.weight", {options.classes, embedding}}, Start::Normal(1)});
  }
  const UNetLayout layout = LayoutOf(options);
  const auto add = [&](const UNetBlock& block) {
    for (const UNetModule& module : block) AddModule(module, embedding, specs);
  };
  for (const UNetBlock& block : layout.down) add(block);
  add(layout.middle);
  for (const UNetBlock& block : layout.up) add(block);
  const int64_t last = LastChannels(options);
  AddNorm("out.0", last, specs);
  AddZeroLayer("out.2",
               {OutputChannels(options.image, options.outputs), last, 3, 3},
               specs);
  return specs;
}

}  // namespace flow::core
