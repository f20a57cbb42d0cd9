#ifndef CORE_FINETUNE_NARROW_NETWORK_H_
#define CORE_FINETUNE_NARROW_NETWORK_H_

#include "core/finetune/fine_tuning_options.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The network of a NetworkProxy: ceil(keep n) of the n units of each hidden
/// layer, all else as it is. No torch: the compiler tells by it what is
/// trained.
MlpOptions NarrowNetwork(const ProxyOptions& options, MlpOptions network);

}  // namespace flow::core

#endif  // CORE_FINETUNE_NARROW_NETWORK_H_
