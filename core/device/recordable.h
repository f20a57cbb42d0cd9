#ifndef CORE_DEVICE_RECORDABLE_H_
#define CORE_DEVICE_RECORDABLE_H_

#include <variant>

#include "core/nn/network_options.h"

namespace flow::core {

/// Whether a recording can hold the passes of the network: not of a convex
/// potential, which solves an equation and asks for numbers on the way.
inline bool IsRecordable(const NetworkOptions& network) {
  return !std::holds_alternative<IcnnOptions>(network);
}

}  // namespace flow::core

#endif  // CORE_DEVICE_RECORDABLE_H_
