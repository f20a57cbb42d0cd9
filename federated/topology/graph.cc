#include "federated/topology/graph.h"

#include <algorithm>

#include "core/base/check.h"

namespace flow::federated {
namespace {

void CheckNode(int64_t node, int64_t nodes) {
  FLOW_CHECK(node >= 0 && node < nodes)
      << "a node must be from 0 to " << nodes - 1 << "; got " << node;
}

}  // namespace

Graph::Graph(int64_t nodes, absl::Span<const Edge> edges)
    : edges_(edges.size()) {
  FLOW_CHECK(nodes >= 0) << "a graph must have >= 0 nodes; got " << nodes;
  neighbours_.resize(nodes);
  for (const auto [a, b] : edges) {
    CheckNode(a, nodes);
    CheckNode(b, nodes);
    FLOW_CHECK(a != b) << "node " << a << " must not be joined with itself";
    neighbours_[a].push_back(b);
    neighbours_[b].push_back(a);
  }
  for (std::vector<int64_t>& list : neighbours_) {
    std::sort(list.begin(), list.end());
    FLOW_CHECK(std::adjacent_find(list.begin(), list.end()) == list.end())
        << "node " << &list - neighbours_.data()
        << " must be joined once with each neighbour";
  }
}

absl::Span<const int64_t> Graph::neighbours(int64_t node) const {
  CheckNode(node, nodes());
  return neighbours_[node];
}

bool Graph::HasEdge(int64_t a, int64_t b) const {
  CheckNode(b, nodes());
  const absl::Span<const int64_t> list = neighbours(a);
  return std::binary_search(list.begin(), list.end(), b);
}

std::vector<Edge> Graph::Edges() const {
  std::vector<Edge> all;
  all.reserve(edges_);
  for (int64_t a = 0; a < nodes(); ++a) {
    for (const int64_t b : neighbours_[a]) {
      if (a < b) all.push_back({a, b});
    }
  }
  return all;
}

std::optional<int64_t> UnreachableNode(const Graph& graph) {
  std::vector<bool> reached(graph.nodes(), false);
  std::vector<int64_t> open;
  const auto reach = [&](int64_t node) {
    if (reached[node]) return;
    reached[node] = true;
    open.push_back(node);
  };
  if (graph.nodes() > 0) reach(0);
  while (!open.empty()) {
    const int64_t node = open.back();
    open.pop_back();
    for (const int64_t next : graph.neighbours(node)) reach(next);
  }
  const auto first = std::find(reached.begin(), reached.end(), false);
  if (first == reached.end()) return std::nullopt;
  return first - reached.begin();
}

Graph Subgraph(const Graph& graph, absl::Span<const int64_t> taking_part) {
  std::vector<bool> is_in(graph.nodes(), false);
  for (const int64_t node : taking_part) {
    CheckNode(node, graph.nodes());
    is_in[node] = true;
  }
  std::vector<Edge> edges = graph.Edges();
  std::erase_if(edges, [&](const Edge& edge) {
    return !is_in[edge.a] || !is_in[edge.b];
  });
  return Graph(graph.nodes(), edges);
}

}  // namespace flow::federated
