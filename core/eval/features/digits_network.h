#ifndef CORE_EVAL_FEATURES_DIGITS_NETWORK_H_
#define CORE_EVAL_FEATURES_DIGITS_NETWORK_H_

/// A classifier of the 8 x 8 digits, small enough to be part of the program:
///
///     conv 3x3, 8 -> SiLU -> conv 3x3 / 2, 16 -> SiLU -> conv 3x3 / 2, 32
///       -> SiLU -> mean over pixels -> linear, 10 logits,
///
/// with padding 1. Its features are the 32 means in front of the last layer.
/// Thread-safe.

#include <array>
#include <cstdint>
#include <string>

#include "ATen/core/Tensor.h"
#include "core/eval/features/feature_options.h"
#include "core/eval/metric.h"
#include "core/nn/network.h"
#include "core/nn/parameter_spec.h"

namespace flow::core {

// Shapes: B images.

inline constexpr std::array<int64_t, 3> kDigitsImage = {1, 8, 8};
inline constexpr int64_t kDigitsLogits = 10;

/// Its parameters: "conv.0" to "conv.2" and "output", weights and biases.
ParameterSpecs DigitsNetworkSpecs();

/// The weights that are part of the program are whole numbers of 1 /
/// kDigitsNetworkUnit: benchmarks/image/train_digits_network has trained them.
inline constexpr double kDigitsNetworkUnit = 1024;

/// They, float32, and their hash.
Parameters DigitsNetworkWeights();
std::string DigitsNetworkHash();

/// Features [B, 32] and logits [B, 10] of float32 [B, 1, 8, 8] in [-1, 1].
ImageFeatures DigitsNetwork(const Parameters& parameters,
                            const at::Tensor& x_bchw);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_DIGITS_NETWORK_H_
