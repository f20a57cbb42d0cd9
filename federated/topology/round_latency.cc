#include "federated/topology/round_latency.h"

#include "core/base/check.h"

namespace flow::federated {

double HierarchicalRoundLatency(const HierarchyTimes& times,
                                int64_t edge_rounds) {
  FLOW_CHECK(edge_rounds >= 1)
      << "edge_rounds must be >= 1; got " << edge_rounds;
  const auto [up, down, edge, cloud] = times;
  return (cloud + (edge_rounds - 1) * (up + down) + up + edge) / edge_rounds;
}

}  // namespace flow::federated
