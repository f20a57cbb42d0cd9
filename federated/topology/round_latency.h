#ifndef FEDERATED_TOPOLOGY_ROUND_LATENCY_H_
#define FEDERATED_TOPOLOGY_ROUND_LATENCY_H_

#include <cstdint>

namespace flow::federated {

/// Seconds that the ways of a hierarchy take, each until the last has it.
struct HierarchyTimes {
  double up = 0;     // from the clients to their edge servers
  double down = 0;   // from the edge servers back to their clients
  double edge = 0;   // from the edge servers to the server
  double cloud = 0;  // from the server to all clients, over the edge servers
};

/// Seconds of communication a round, on average over the E = `edge_rounds`
/// rounds of which the last ends at the server [Abdisarabshali25]:
///
///     (cloud + (E - 1) (up + down) + up + edge) / E.
///
/// So E = 1 gives up + edge + cloud, and E without bound up + down. FLOW_CHECKs
/// edge_rounds >= 1.
double HierarchicalRoundLatency(const HierarchyTimes& times,
                                int64_t edge_rounds);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_ROUND_LATENCY_H_
