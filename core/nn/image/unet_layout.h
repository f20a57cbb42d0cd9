#ifndef CORE_NN_IMAGE_UNET_LAYOUT_H_
#define CORE_NN_IMAGE_UNET_LAYOUT_H_

/// What a UNet is made of. No torch.

#include <cstdint>
#include <string>
#include <vector>

#include "core/nn/network_options.h"
#include "core/nn/parameter_spec.h"

namespace flow::core {

/// A part of the network; its name begins those of its parameters.
struct UNetModule {
  enum class Kind {
    kConvolution,  // 3 x 3
    kResidual,     // two of them beside a way around
    kAttention,    // each pixel to all
    kHalve,        // the side, by a convolution of stride 2
    kDouble,       // the side, by repeating pixels, and a convolution
  };

  Kind kind;
  std::string name;
  int64_t inputs, outputs;  // channels
  int64_t side;             // pixels of what goes in
};

/// Modules that follow each other without anything between.
using UNetBlock = std::vector<UNetModule>;

/// The blocks in order. What leaves a block of the way down goes into the block
/// of the way up that is as far from the middle, beside what comes from below.
struct UNetLayout {
  std::vector<UNetBlock> down;
  UNetBlock middle;
  std::vector<UNetBlock> up;
};

UNetLayout LayoutOf(const UNetOptions& options);

/// The channels of the last block, which the output layer takes.
int64_t LastChannels(const UNetOptions& options);

/// The channels of the embedding of time and label.
int64_t EmbeddingWidth(const UNetOptions& options);

/// All parameters in the order and under the names of guided diffusion's UNet
/// ("input_blocks.1.0.in_layers.2.weight"), started as there: convolutions and
/// linear layers as PyTorch's, but for the last convolution of residual blocks,
/// of attention and of the network, which are zero.
ParameterSpecs ParametersOf(const UNetOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_UNET_LAYOUT_H_
