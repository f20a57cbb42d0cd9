#include "core/nn/image/dit.h"

#include <cmath>
#include <string>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/embedding.h"
#include "ATen/ops/gelu.h"
#include "ATen/ops/layer_norm.h"
#include "ATen/ops/scaled_dot_product_attention.h"
#include "ATen/ops/silu.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/nn/image/dit_parameters.h"
#include "core/nn/image/image_rows.h"
#include "core/nn/image/named_layers.h"
#include "core/nn/start_parameters.h"
#include "core/nn/time_embedding.h"

namespace flow::core {
namespace {

// Shapes: B images, N patches, W the width of a token.

class Pass {
 public:
  Pass(const DitOptions& options, const Constant& places_nw,
       const Parameters& parameters, const NetworkInput& input)
      : options_(options),
        places_nw_(places_nw),
        input_(input),
        layers_(parameters) {}

  at::Tensor Run() {
    silu_bw_ = at::silu(Condition());
    at::Tensor h_bnw = Patches() + places_nw_.Like(input_.x_bd);
    for (int64_t i = 0; i < options_.depth; ++i) {
      h_bnw = ApplyBlock(absl::StrCat("blocks.", i), h_bnw);
    }
    const std::vector<at::Tensor> of = Modulation("final_layer", 2);
    h_bnw =
        layers_.Linear("final_layer.linear", Modulated(h_bnw, of[0], of[1]));
    return ToRows(Untile(h_bnw), options_.outputs);
  }

 private:
  at::Tensor Patches() const {
    return layers_
        .Convolve("x_embedder.proj", ToImages(input_.x_bd, options_.image),
                  /*stride=*/options_.patch, /*padding=*/0)
        .flatten(2)
        .transpose(1, 2);
  }

  at::Tensor Condition() const {
    const at::Tensor times = EmbedTime(
        input_.t_b, SinusoidalTimeOptions{kDitTimeWidth, /*scale=*/1});
    const at::Tensor time_bw =
        layers_.Linear("t_embedder.mlp.2",
                       at::silu(layers_.Linear("t_embedder.mlp.0", times)));
    if (options_.classes == 0) return time_bw;
    const at::Tensor& label_b = input_.label_b;
    FLOW_CHECK(label_b.defined()) << "labels where there are classes";
    return time_bw +
           at::embedding(layers_.At("y_embedder.embedding_table.weight"),
                         label_b.masked_fill(label_b.lt(0), options_.classes));
  }

  // Tensors [B, 1, W] that time and label give a layer.
  std::vector<at::Tensor> Modulation(const std::string& layer,
                                     int64_t count) const {
    return layers_.Linear(layer + ".adaLN_modulation.1", silu_bw_)
        .unsqueeze(1)
        .chunk(count, 2);
  }

  at::Tensor Modulated(const at::Tensor& h_bnw, const at::Tensor& shift,
                       const at::Tensor& scale) const {
    const at::Tensor normal_bnw =
        at::layer_norm(h_bnw, {options_.width}, /*weight=*/{}, /*bias=*/{},
                       /*eps=*/1e-6);
    return normal_bnw * (1 + scale) + shift;
  }

  at::Tensor ApplyBlock(const std::string& block, at::Tensor h_bnw) const {
    const std::vector<at::Tensor> of = Modulation(block, 6);
    h_bnw = h_bnw + of[2] * Attend(block, Modulated(h_bnw, of[0], of[1]));
    const at::Tensor hidden = at::gelu(
        layers_.Linear(block + ".mlp.fc1", Modulated(h_bnw, of[3], of[4])),
        "tanh");
    return h_bnw + of[5] * layers_.Linear(block + ".mlp.fc2", hidden);
  }

  at::Tensor Attend(const std::string& block, const at::Tensor& h_bnw) const {
    const int64_t heads = options_.heads;
    const at::Tensor qkv = layers_.Linear(block + ".attn.qkv", h_bnw)
                               .view({h_bnw.size(0), h_bnw.size(1), 3, heads,
                                      options_.width / heads})
                               .transpose(1, 3);
    const at::Tensor mixed = at::scaled_dot_product_attention(
        qkv.select(2, 0), qkv.select(2, 1), qkv.select(2, 2));
    return layers_.Linear(block + ".attn.proj",
                          mixed.transpose(1, 2).flatten(2));
  }

  // Tokens have the pixels of their patch before its channels.
  at::Tensor Untile(const at::Tensor& h_bnp) const {
    const int64_t batch = h_bnp.size(0), side = options_.image.side;
    const int64_t patch = options_.patch, tiles = side / patch;
    const int64_t channels = h_bnp.size(2) / (patch * patch);
    return h_bnp.view({batch, tiles, tiles, patch, patch, channels})
        .permute({0, 5, 1, 3, 2, 4})
        .reshape({batch, channels, side, side});
  }

  const DitOptions& options_;
  const Constant& places_nw_;
  const NetworkInput& input_;
  NamedLayers layers_;
  at::Tensor silu_bw_;  // of time and label
};

}  // namespace

Dit::Dit(const DitOptions& options)
    : options_(options),
      places_nw_(
          PlacesOfPatches(options.image.side / options.patch, options.width)) {
  FLOW_CHECK(options.image.side % options.patch == 0 &&
             options.width % options.heads == 0)
      << "patches of " << options.patch << ", " << options.heads << " heads";
}

Parameters Dit::Initialize(Seed seed) const {
  return StartParameters(ParametersOf(options_), seed);
}

at::Tensor Dit::Outputs(const Parameters& parameters,
                        const NetworkInput& input) const {
  return Pass(options_, places_nw_, parameters, input).Run();
}

at::Tensor PlacesOfPatches(int64_t side, int64_t width) {
  FLOW_CHECK(width % 4 == 0) << "a width of " << width;
  const at::Tensor k = at::arange(width / 4, at::kDouble);
  const at::Tensor frequency_k = (k * (-4 * std::log(10000.0) / width)).exp();
  const at::Tensor at_p = at::arange(side, at::kDouble);
  const at::Tensor angle_pk = at_p.unsqueeze(1) * frequency_k;
  const at::Tensor wave_pw = at::concat({angle_pk.sin(), angle_pk.cos()}, 1);
  // rows change slower than columns
  return at::concat(
      {wave_pw.repeat({side, 1}), wave_pw.repeat_interleave(side, 0)}, 1);
}

}  // namespace flow::core
