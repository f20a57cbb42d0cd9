#ifndef FEDERATED_TOPOLOGY_ROUND_TRAFFIC_H_
#define FEDERATED_TOPOLOGY_ROUND_TRAFFIC_H_

/// How many messages of the size of a model a round sends, over which kind of
/// link. With m clients who take part:
///
///   star             m to the server, m back
///   hierarchical     m to the edge servers, m back; and with each of the g
///   edge
///                    servers one to the server and one back, in rounds that
///                    end there
///   ring             m: the model comes to each; none where there is one
///                    client
///   gossip           two for each edge of those who take part, each step
///   fully connected  m (n - 1), n all clients: who does not take part gets
///                    what the others make of the model
///
/// What is small beside a model, such as a client's weight, is not counted.
/// Thread-safe; all FLOW_CHECK that counts are not negative, and that no more
/// clients take part than there are.

#include <cstdint>

#include "federated/topology/graph.h"

namespace flow::federated {

/// Messages over each kind of link, by direction.
struct RoundTraffic {
  int64_t client_to_server = 0, server_to_client = 0;
  int64_t client_to_edge = 0, edge_to_client = 0;
  int64_t edge_to_server = 0, server_to_edge = 0;
  int64_t client_to_client = 0;

  friend bool operator==(const RoundTraffic&, const RoundTraffic&) = default;
};

/// Of all kinds.
int64_t Messages(const RoundTraffic& traffic);

/// If a message towards the server, or between clients, has `up` bytes, and one
/// from the server, or from an edge server to its clients, `down`.
int64_t Bytes(const RoundTraffic& traffic, int64_t up, int64_t down);

RoundTraffic StarTraffic(int64_t taking_part);

RoundTraffic HierarchicalTraffic(int64_t taking_part, int64_t groups,
                                 bool ends_at_server);

RoundTraffic RingTraffic(int64_t taking_part, int64_t clients);

/// `graph` is the subgraph of those who take part.
RoundTraffic GossipTraffic(const Graph& graph, int64_t mixing_steps);

RoundTraffic FullyConnectedTraffic(int64_t taking_part, int64_t clients);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_ROUND_TRAFFIC_H_
