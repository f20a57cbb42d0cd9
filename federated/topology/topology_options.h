#ifndef FEDERATED_TOPOLOGY_TOPOLOGY_OPTIONS_H_
#define FEDERATED_TOPOLOGY_TOPOLOGY_OPTIONS_H_

/// The settings of each way in which clients talk, as the language has them.
/// README.md says where each is carried out.

#include <cstdint>
#include <variant>
#include <vector>

namespace flow::federated {

/// A circle with shortcuts; make_graph.h.
struct WattsStrogatz {
  int64_t neighbours = 4;  // even, from 2 to less than the number of clients
  double rewire = 0.1;     // a probability
};

/// Every edge with one probability; make_graph.h.
struct ErdosRenyi {
  double probability = 0;  // must be set: in (0, 1]
};

/// All edges; make_graph.h.
struct Complete {};

/// Edges as written: a0, b0, a1, b1, ...; make_graph.h.
struct EdgeList {
  std::vector<int64_t> edge;
};

using GraphOptions =
    std::variant<WattsStrogatz, ErdosRenyi, Complete, EdgeList>;

/// Everybody with the server.
struct StarOptions {};

/// Groups with an edge server each, which talk with the server; hierarchy.h.
struct HierarchicalOptions {
  int64_t groups = 0;       // must be set: divides the number of clients
  int64_t edge_rounds = 1;  // rounds within the groups for one of the server
};

/// A model goes round: each client hands it to the next.
struct RingOptions {};

/// Neighbours in a graph average with each other; gossip.h.
struct GossipOptions {
  GraphOptions graph;        // must be set
  int64_t mixing_steps = 1;  // of a round
};

/// No server: each averages with all others.
struct FullyConnectedOptions {};

using TopologyOptions =
    std::variant<StarOptions, HierarchicalOptions, RingOptions, GossipOptions,
                 FullyConnectedOptions>;

/// The groups of a topology that has some; of all others, one group of all.
inline HierarchicalOptions HierarchyOf(const TopologyOptions& topology) {
  const auto* hierarchy = std::get_if<HierarchicalOptions>(&topology);
  return hierarchy != nullptr ? *hierarchy : HierarchicalOptions{.groups = 1};
}

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_TOPOLOGY_OPTIONS_H_
