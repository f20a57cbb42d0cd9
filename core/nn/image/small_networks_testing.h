#ifndef CORE_NN_IMAGE_SMALL_NETWORKS_TESTING_H_
#define CORE_NN_IMAGE_SMALL_NETWORKS_TESTING_H_

/// Networks of 8 x 8 grey pixels with every kind of layer, as small as they
/// can be.

#include <cstdint>

#include "core/nn/network_options.h"

namespace flow::core {

inline UNetOptions SmallUNet(int64_t classes = 0) {
  UNetOptions unet;
  unet.image = {.channels = 1, .side = 8};
  unet.channels = 32;
  unet.multiplier = {1, 2};
  unet.blocks = 1;
  unet.attention = {4};
  unet.head_channels = 32;
  unet.classes = classes;
  return unet;
}

inline DitOptions SmallDit(int64_t classes = 0) {
  DitOptions dit;
  dit.image = {.channels = 1, .side = 8};
  dit.width = 32;
  dit.depth = 2;
  dit.heads = 2;
  dit.classes = classes;
  return dit;
}

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_SMALL_NETWORKS_TESTING_H_
