#ifndef CORE_NN_BFLOAT16_NETWORK_H_
#define CORE_NN_BFLOAT16_NETWORK_H_

#include <memory>

#include "core/nn/network.h"

namespace flow::core {

/// The network with its matrix products, convolutions and attention in
/// bfloat16, of eight binary digits, by LibTorch's autocast: parameters,
/// points, outputs and gradients are float32 as before, and numbers are rounded
/// on the way. Norms sum in float32.
std::shared_ptr<const Network> InBfloat16(
    std::shared_ptr<const Network> network);

}  // namespace flow::core

#endif  // CORE_NN_BFLOAT16_NETWORK_H_
