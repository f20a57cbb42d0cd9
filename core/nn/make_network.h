#ifndef CORE_NN_MAKE_NETWORK_H_
#define CORE_NN_MAKE_NETWORK_H_

#include <memory>

#include "core/nn/network.h"
#include "core/nn/network_options.h"

namespace flow::core {

/// The network that the options describe.
std::shared_ptr<const Network> MakeNetwork(const NetworkOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_MAKE_NETWORK_H_
