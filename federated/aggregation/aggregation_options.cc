#include "federated/aggregation/aggregation_options.h"

#include <algorithm>

namespace flow::federated {

int64_t LeastClients(const AggregationRule& rule) {
  if (const auto* krum = std::get_if<KrumOptions>(&rule)) {
    return 2 * krum->byzantine + 3;
  }
  if (const auto* multi = std::get_if<MultiKrumOptions>(&rule)) {
    return std::max(2 * multi->byzantine + 3, multi->keep);
  }
  return 1;
}

}  // namespace flow::federated
