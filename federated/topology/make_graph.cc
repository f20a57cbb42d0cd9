#include "federated/topology/make_graph.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

// The seed of all draws, and how many there may be.
struct Draws {
  Seed seed;
  int tries;
};

absl::Status CheckPairs(double pairs) {
  if (pairs <= kMostPairs) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat("a graph may have or draw from at most ", kMostPairs,
                   " pairs of clients; got ", pairs));
}

absl::Status CheckAllPairs(double clients) {
  return CheckPairs(clients * (clients - 1) / 2);
}

// The first connected graph, or `advice`.
absl::StatusOr<Graph> FirstConnected(const Draws& draws,
                                     absl::FunctionRef<Graph(Seed)> draw,
                                     absl::FunctionRef<std::string()> advice) {
  for (int attempt = 0; attempt < draws.tries; ++attempt) {
    Graph graph = draw(DeriveSeed(draws.seed, "graph", attempt));
    if (IsConnected(graph)) return graph;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("none of ", draws.tries,
                   " graphs that were drawn is connected: ", advice()));
}

// The r-th, from 0 on, of the nodes that are not in `taken`.
int64_t FreeNode(int64_t r, const std::set<int64_t>& taken) {
  for (const int64_t node : taken) r += node <= r;
  return r;
}

Graph DrawWattsStrogatz(const WattsStrogatz& options, int64_t n, Seed seed) {
  // of each node: itself and its neighbours
  std::vector<std::set<int64_t>> taken(n);
  for (int64_t i = 0; i < n; ++i) taken[i].insert(i);
  std::vector<Edge> edges;
  for (int64_t apart = 1; apart <= options.neighbours / 2; ++apart) {
    for (int64_t i = 0; i < n; ++i) {
      edges.push_back({i, (i + apart) % n});
      taken[i].insert(edges.back().b);
      taken[edges.back().b].insert(i);
    }
  }
  for (int64_t k = 0; k < edges.size(); ++k) {
    auto& [i, far] = edges[k];
    RowRandom random(seed, k);
    const int64_t free = n - taken[i].size();
    if (random.Uniform() >= options.rewire || free == 0) continue;
    const int64_t next = FreeNode(random.UniformInt(free), taken[i]);
    taken[i].erase(far);
    taken[far].erase(i);
    taken[i].insert(next);
    taken[next].insert(i);
    far = next;
  }
  return Graph(n, edges);
}

absl::StatusOr<Graph> Make(const WattsStrogatz& options, int64_t clients,
                           const Draws& draws) {
  const int64_t neighbours = options.neighbours;
  const double rewire = options.rewire;
  if (neighbours < 2 || neighbours % 2 != 0 || neighbours >= clients) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'neighbours' must be even, >= 2 and less than the number of clients, ",
        clients, "; got ", neighbours));
  }
  if (!(rewire >= 0 && rewire <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'rewire' must be from 0 to 1; got ", rewire));
  }
  FLOW_RETURN_IF_ERROR(
      CheckPairs(static_cast<double>(clients) * neighbours / 2));
  return FirstConnected(
      draws,
      [&](Seed seed) { return DrawWattsStrogatz(options, clients, seed); },
      [&] {
        return absl::StrCat("'neighbours' must be more than ", neighbours,
                            ", or 'rewire' less than ", rewire, ", for ",
                            clients, " clients");
      });
}

// Ends early, without the other edges, when a node will have none.
Graph DrawErdosRenyi(double probability, int64_t n, Seed seed) {
  std::vector<Edge> edges;
  std::vector<bool> is_joined(n, false);
  for (int64_t a = 0; a < n; ++a) {
    RowRandom random(seed, a);
    for (int64_t b = a + 1; b < n; ++b) {
      if (random.Uniform() >= probability) continue;
      edges.push_back({a, b});
      is_joined[a] = is_joined[b] = true;
    }
    if (!is_joined[a]) break;
  }
  return Graph(n, edges);
}

absl::StatusOr<Graph> Make(const ErdosRenyi& options, int64_t clients,
                           const Draws& draws) {
  const double p = options.probability;
  if (!(p > 0 && p <= 1)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'probability' must be > 0 and <= 1; got ", p));
  }
  FLOW_RETURN_IF_ERROR(CheckAllPairs(clients));
  return FirstConnected(
      draws, [&](Seed seed) { return DrawErdosRenyi(p, clients, seed); },
      [&] {
        // [Erdos59]: at (log n + c) / n connected with probability
        // exp(-exp(-c)) for large n
        const double n = clients;
        return absl::StrCat(
            "'probability' must be more than ", p, "; most graphs of ", clients,
            " clients are connected above log(n)/n = ", std::log(n) / n);
      });
}

absl::StatusOr<Graph> Make(const Complete&, int64_t clients, const Draws&) {
  FLOW_RETURN_IF_ERROR(CheckAllPairs(clients));
  std::vector<Edge> edges;
  edges.reserve(clients * (clients - 1) / 2);
  for (int64_t a = 0; a < clients; ++a) {
    for (int64_t b = a + 1; b < clients; ++b) edges.push_back({a, b});
  }
  return Graph(clients, edges);
}

// The k-th edge, which must be one of the graph's; `first` has those before.
absl::Status CheckEdge(const Edge& edge, int64_t k, int64_t clients,
                       std::map<std::pair<int64_t, int64_t>, int64_t>& first) {
  const auto error = [&](const auto&... what) {
    return absl::InvalidArgumentError(
        absl::StrCat("edge ", k, ", ", edge.a, " ", edge.b, ", ", what...));
  };
  for (const int64_t end : {edge.a, edge.b}) {
    if (end < 0 || end >= clients) {
      return error("must join clients from 0 to ", clients - 1, "; got ", end);
    }
  }
  if (edge.a == edge.b) return error("must join two different clients");
  const auto [same, is_new] = first.emplace(std::minmax(edge.a, edge.b), k);
  if (!is_new) return error("must be there once; it is edge ", same->second);
  return absl::OkStatus();
}

absl::StatusOr<Graph> Make(const EdgeList& options, int64_t clients,
                           const Draws&) {
  const std::vector<int64_t>& ends = options.edge;
  if (ends.size() % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("'edge' must have both ends of each edge; got ",
                     ends.size(), " numbers"));
  }
  std::vector<Edge> edges;
  std::map<std::pair<int64_t, int64_t>, int64_t> first;
  for (int64_t k = 0; k < ends.size() / 2; ++k) {
    edges.push_back({ends[2 * k], ends[2 * k + 1]});
    FLOW_RETURN_IF_ERROR(CheckEdge(edges.back(), k, clients, first));
  }
  Graph graph(clients, edges);
  if (const std::optional<int64_t> node = UnreachableNode(graph)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the edges must connect all clients; none lead from client 0 to ",
        "client ", *node));
  }
  return graph;
}

}  // namespace

absl::StatusOr<Graph> MakeGraph(const GraphOptions& options, int64_t clients,
                                Seed seed, int tries) {
  if (clients < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'clients' must be >= 1; got ", clients));
  }
  return std::visit(
      [&](const auto& one) {
        return Make(one, clients, Draws{seed, tries});
      },
      options);
}

}  // namespace flow::federated
