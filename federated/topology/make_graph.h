#ifndef FEDERATED_TOPOLOGY_MAKE_GRAPH_H_
#define FEDERATED_TOPOLOGY_MAKE_GRAPH_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "federated/topology/graph.h"
#include "federated/topology/topology_options.h"

namespace flow::federated {

/// Drawn graphs that are not connected are drawn again; so many in all.
inline constexpr int kGraphTries = 100;

/// Pairs of clients that a graph joins, or that it tosses a coin for: 10000
/// clients if all with all.
inline constexpr int64_t kMostPairs = 50000000;

/// A connected graph whose nodes are the clients.
///
///   WattsStrogatz  each client is joined with the `neighbours` nearest in a
///                  circle; then, from the nearest pairs i, i+1 to the furthest
///                  and by rising i, each edge is moved with probability
///                  `rewire`: i keeps it, and its other end becomes a client
///                  drawn uniformly from those that are not yet joined with i
///                  [Watts98]. If i is joined with all, the edge stays. There
///                  are clients * neighbours / 2 edges, and every client has at
///                  least neighbours / 2
///   ErdosRenyi     every pair is joined with one probability, each by itself
///   Complete       all pairs
///   EdgeList       as written
///
/// The first two are drawn again until they are connected; so their law is that
/// of the formula under this condition. The bits are a function of options,
/// clients and seed. Thread-safe.
///
/// InvalidArgument: no client; options out of their ranges; no connected graph
/// in `tries` draws, with advice; an edge list that names a client out of
/// range, joins one with itself, has an edge twice, or leaves a client
/// unreachable. ResourceExhausted: more than kMostPairs.
absl::StatusOr<Graph> MakeGraph(const GraphOptions& options, int64_t clients,
                                Seed seed, int tries = kGraphTries);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_MAKE_GRAPH_H_
