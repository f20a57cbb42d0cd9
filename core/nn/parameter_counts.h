#ifndef CORE_NN_PARAMETER_COUNTS_H_
#define CORE_NN_PARAMETER_COUNTS_H_

/// The parameters of a network without the network. No torch: the compiler
/// tells by it which parts a network has.

#include <cstdint>
#include <string>
#include <vector>

#include "core/nn/network_options.h"

namespace flow::core {

/// The name of a parameter ("layers.0.weight") and how many numbers it has.
struct ParameterCount {
  std::string name;
  int64_t numbers = 0;
};

/// Those of Network::Initialize, in order.
std::vector<ParameterCount> CountParameters(const NetworkOptions& options);

}  // namespace flow::core

#endif  // CORE_NN_PARAMETER_COUNTS_H_
