#ifndef FEDERATED_TOPOLOGY_RELAY_H_
#define FEDERATED_TOPOLOGY_RELAY_H_

/// What it costs when clients hand on each other's models to an aggregator:
/// time and energy of a simulated round [Abdisarabshali25]. What is learnt is
/// the same as if everybody talked with the aggregator.
///
/// A message of B bytes takes B / rate seconds over a link, and power times
/// that in energy; a node has received all of it before it hands it on. Links
/// do not get in each other's way: each message goes as if it were alone, so
/// times are lower bounds. Nodes are clients and the aggregator. Thread-safe.

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace flow::federated {

/// A link that is used in both directions.
struct RelayLink {
  int64_t a, b;
  double rate;   // bytes a second; finite and > 0
  double power;  // watts while it sends; finite and >= 0
};

/// The quickest ways of all nodes to the aggregator; together they are a tree.
struct RelayTree {
  int64_t aggregator;
  /// The next node on the way; -1 for the aggregator and who cannot reach it.
  std::vector<int64_t> next;
  /// How many links the way has; 0 if there is none.
  std::vector<int64_t> hops;
  /// Of the link to the next node, and of the whole way, for a byte; those of
  /// the way are infinite if there is none.
  std::vector<double> link_seconds, link_joules;
  std::vector<double> seconds, joules;
  /// Who can reach the aggregator, and itself, each after the next on its way.
  std::vector<int64_t> order;
};

/// By Dijkstra's algorithm on seconds a byte [Dijkstra59]. Of ways that are as
/// quick, the one whose next node is the lowest, then the one whose first link
/// takes least energy: the order of `links` does not matter.
///
/// InvalidArgument: an end that is no node, a link from a node to itself, or a
/// rate or power out of its range. FLOW_CHECKs that the aggregator is a node.
absl::StatusOr<RelayTree> QuickestRelays(int64_t nodes,
                                         absl::Span<const RelayLink> links,
                                         int64_t aggregator);

/// What a node that takes part sends the aggregator and is sent by it.
struct RelayBytes {
  int64_t node = 0;
  double up = 0;
  double down = 0;      // of what everybody is sent
  double down_own = 0;  // of what nobody else is
  // else nobody waits for it: it counts in joules and messages alone
  bool is_awaited = true;
};

/// What a round costs, to the aggregator and back.
struct RelayCost {
  double up_seconds = 0, down_seconds = 0;
  double up_joules = 0, down_joules = 0;
  int64_t up_messages = 0, down_messages = 0;  // over links
};

/// What is a node's own goes all of its way as a message by itself. What
/// everybody is sent goes once over each link of the tree that leads to
/// somebody, whoever hands it on: as many bytes as the one behind the link who
/// is sent most; what is its own comes after it. Seconds are those until the
/// last who is awaited has it; energies and messages are sums. What has no
/// bytes is no message.
///
/// InvalidArgument: a client who takes part cannot reach the aggregator.
/// FLOW_CHECKs that clients are nodes and bytes not negative.
absl::StatusOr<RelayCost> CostOfRelays(const RelayTree& tree,
                                       absl::Span<const RelayBytes> sent);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_RELAY_H_
