#ifndef CORE_NN_POTENTIAL_OPTIONS_H_
#define CORE_NN_POTENTIAL_OPTIONS_H_

/// The settings of a potential. No torch: plans carry these.

#include <cstdint>
#include <variant>
#include <vector>

#include "core/nn/network_options.h"

namespace flow::core {

/// A multilayer perceptron R^D -> R; see mlp_potential.h.
struct MlpPotentialOptions {
  int64_t dim = 0;              // D
  std::vector<int64_t> hidden;  // widths, at least one
  // best a smooth one: where f is climbed or descended its gradient is used
  Activation activation = Activation::kSilu;
  double softplus_beta = 1;  // > 0; only kSoftplus looks at it
};

/// A convolutional network of images; see image/conv_potential.h.
struct ConvPotentialOptions {
  ImageShape image;
  std::vector<int64_t> channels;  // of each convolution, at least one
};

using PotentialOptions =
    std::variant<MlpPotentialOptions, ConvPotentialOptions>;

}  // namespace flow::core

#endif  // CORE_NN_POTENTIAL_OPTIONS_H_
