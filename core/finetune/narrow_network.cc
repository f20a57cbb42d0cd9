#include "core/finetune/narrow_network.h"

#include <cmath>

namespace flow::core {

MlpOptions NarrowNetwork(const ProxyOptions& options, MlpOptions network) {
  for (int64_t& width : network.hidden) {
    // 0.1 * 10 is more than one by rounding, and is meant to be one
    const double kept = options.keep * static_cast<double>(width) * (1 - 1e-12);
    width = static_cast<int64_t>(std::ceil(kept));
  }
  return network;
}

}  // namespace flow::core
