#ifndef FEDERATED_TOPOLOGY_GRAPH_H_
#define FEDERATED_TOPOLOGY_GRAPH_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

namespace flow::federated {

/// Two nodes that are joined.
struct Edge {
  int64_t a, b;
  friend bool operator==(const Edge&, const Edge&) = default;
};

/// An undirected graph on the nodes 0, ..., n-1 without loops and double edges.
/// Two graphs of the same edges are the same, in whatever order these came:
/// all lists ascend. Thread-safe: a value that does not change.
class Graph {
 public:
  /// FLOW_CHECKs that the ends are two different nodes of the graph and that no
  /// pair comes twice, in either direction.
  Graph(int64_t nodes, absl::Span<const Edge> edges);

  int64_t nodes() const { return neighbours_.size(); }
  int64_t edges() const { return edges_; }

  /// Ascending.
  absl::Span<const int64_t> neighbours(int64_t node) const;
  int64_t degree(int64_t node) const { return neighbours(node).size(); }

  bool HasEdge(int64_t a, int64_t b) const;

  /// Each once, as (a, b) with a < b, by a and then by b.
  std::vector<Edge> Edges() const;

  friend bool operator==(const Graph&, const Graph&) = default;

 private:
  std::vector<std::vector<int64_t>> neighbours_;
  int64_t edges_ = 0;
};

/// The lowest node to which no edges lead from node 0; none if the graph is
/// connected. A graph of no node is.
std::optional<int64_t> UnreachableNode(const Graph& graph);

inline bool IsConnected(const Graph& graph) {
  return !UnreachableNode(graph).has_value();
}

/// The edges between nodes that take part, on the same nodes: numbers are kept,
/// and who does not take part has no neighbours. FLOW_CHECKs that the numbers
/// are nodes; one may come twice.
Graph Subgraph(const Graph& graph, absl::Span<const int64_t> taking_part);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_GRAPH_H_
