#include "core/nn/image/unet.h"

#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/embedding.h"
#include "ATen/ops/scaled_dot_product_attention.h"
#include "ATen/ops/silu.h"
#include "ATen/ops/upsample_nearest2d.h"
#include "core/base/check.h"
#include "core/nn/dropout.h"
#include "core/nn/image/image_rows.h"
#include "core/nn/image/named_layers.h"
#include "core/nn/start_parameters.h"
#include "core/nn/time_embedding.h"

namespace flow::core {
namespace {

using Kind = UNetModule::Kind;

// As published, 32 groups, where that leaves two channels in each: of one alone
// a normalisation takes away what the embedding has added to it.
int64_t GroupsOf(int64_t channels) {
  int64_t groups = 32;
  while (groups > 1 && (channels % groups != 0 || channels / groups < 2)) {
    groups /= 2;
  }
  return groups;
}

// Shapes: B images, C channels, H x W pixels, E the embedding's width.

class Pass {
 public:
  Pass(const UNetOptions& options, const UNetLayout& layout,
       const Parameters& parameters, const NetworkInput& input)
      : options_(options),
        layout_(layout),
        input_(input),
        layers_(parameters) {}

  at::Tensor Run() {
    silu_be_ = at::silu(Embed());
    at::Tensor h = ToImages(input_.x_bd, options_.image)
                       .contiguous(at::MemoryFormat::ChannelsLast);
    std::vector<at::Tensor> kept;
    for (const UNetBlock& block : layout_.down) {
      h = Apply(block, std::move(h));
      kept.push_back(h);
    }
    h = Apply(layout_.middle, std::move(h));
    for (const UNetBlock& block : layout_.up) {
      h = Apply(block, at::concat({h, kept.back()}, 1));
      kept.pop_back();
    }
    h = Convolve("out.2", at::silu(Normalize("out.0", h)));
    return ToRows(h, options_.outputs);
  }

 private:
  at::Tensor Embed() const {
    const at::Tensor times = EmbedTime(
        input_.t_b, SinusoidalTimeOptions{options_.channels, /*scale=*/1});
    const at::Tensor time_be = layers_.Linear(
        "time_embed.2", at::silu(layers_.Linear("time_embed.0", times)));
    if (options_.classes == 0) return time_be;
    FLOW_CHECK(input_.label_b.defined()) << "labels where there are classes";
    const at::Tensor label_be = at::embedding(layers_.At("label_emb.weight"),
                                              input_.label_b.clamp_min(0));
    return time_be + label_be * input_.label_b.ge(0).unsqueeze(1);
  }

  at::Tensor Convolve(const std::string& name, const at::Tensor& x) const {
    return layers_.Convolve(name, x, /*stride=*/1, /*padding=*/1);
  }

  at::Tensor Normalize(const std::string& name, const at::Tensor& x) const {
    return layers_.GroupNorm(name, x, GroupsOf(x.size(1)));
  }

  at::Tensor Apply(const UNetBlock& block, at::Tensor h) const {
    for (const UNetModule& module : block) h = Apply(module, h);
    return h;
  }

  at::Tensor Apply(const UNetModule& module, const at::Tensor& h) const {
    switch (module.kind) {
      case Kind::kConvolution:
        return Convolve(module.name, h);
      case Kind::kResidual:
        return ApplyResidual(module, h);
      case Kind::kAttention:
        return ApplyAttention(module, h);
      case Kind::kHalve:
        return layers_.Convolve(module.name + ".op", h, /*stride=*/2,
                                /*padding=*/1);
      case Kind::kDouble:
        return Convolve(
            module.name + ".conv",
            at::upsample_nearest2d(h, {2 * h.size(2), 2 * h.size(3)}));
    }
    FLOW_CHECK(false) << "a module of no kind";
    return h;
  }

  at::Tensor ApplyResidual(const UNetModule& module,
                           const at::Tensor& x) const {
    const std::string& name = module.name;
    at::Tensor h = at::silu(Normalize(name + ".in_layers.0", x));
    h = Convolve(name + ".in_layers.2", h);
    h = h + layers_.Linear(name + ".emb_layers.1", silu_be_)
                .unsqueeze(2)
                .unsqueeze(3);
    h = at::silu(Normalize(name + ".out_layers.0", h));
    if (input_.dropout) {
      h = Dropout(h, options_.dropout, *input_.dropout, name);
    }
    h = Convolve(name + ".out_layers.3", h);
    if (module.inputs == module.outputs) return x + h;
    return layers_.Convolve(name + ".skip_connection", x, /*stride=*/1,
                            /*padding=*/0) +
           h;
  }

  at::Tensor ApplyAttention(const UNetModule& module,
                            const at::Tensor& x) const {
    const int64_t head = options_.head_channels;
    const at::Tensor rows =
        Normalize(module.name + ".norm", x).flatten(2).transpose(1, 2);
    // of each head its queries, its keys, its values
    const at::Tensor qkv =
        layers_.Linear(module.name + ".qkv", rows)
            .view({x.size(0), rows.size(1), module.inputs / head, 3, head})
            .transpose(1, 2);
    const at::Tensor mixed = at::scaled_dot_product_attention(
        qkv.select(3, 0), qkv.select(3, 1), qkv.select(3, 2));
    const at::Tensor back = layers_.Linear(module.name + ".proj_out",
                                           mixed.transpose(1, 2).flatten(2));
    return x + back.transpose(1, 2).view_as(x);
  }

  const UNetOptions& options_;
  const UNetLayout& layout_;
  const NetworkInput& input_;
  NamedLayers layers_;
  at::Tensor silu_be_;  // of time and label, as every residual block takes it
};

}  // namespace

UNet::UNet(const UNetOptions& options)
    : options_(options), layout_(LayoutOf(options)) {
  const int64_t divisor = int64_t{1} << (options.multiplier.size() - 1);
  FLOW_CHECK(options.image.side % divisor == 0)
      << options.image.side << " pixels in " << options.multiplier.size()
      << " resolutions";
}

Parameters UNet::Initialize(Seed seed) const {
  return StartParameters(ParametersOf(options_), seed);
}

at::Tensor UNet::Outputs(const Parameters& parameters,
                         const NetworkInput& input) const {
  return Pass(options_, layout_, parameters, input).Run();
}

}  // namespace flow::core
