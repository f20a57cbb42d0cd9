#ifndef FEDERATED_TOPOLOGY_LINK_COSTS_H_
#define FEDERATED_TOPOLOGY_LINK_COSTS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/link_options.h"
#include "federated/topology/relay.h"
#include "federated/topology/round_latency.h"

namespace flow::federated {

/// What went over links, and how long it took. In a mean over rounds messages
/// are no whole number.
struct LinkCost {
  double seconds = 0, joules = 0, messages = 0;
};

/// What the rounds of a server, or of groups with edge servers, cost over given
/// links: clients hand on each other's models along the quickest ways (relay.h)
/// to the server of their group, and edge servers have one link to the server
/// of all. What is learnt is that of a star or of a hierarchy.
///
/// A round of the server, of E rounds of the edges, is
///
///     cloud, up, (down, up) E - 1 times, edge (round_latency.h)
///
/// where each way begins when the one before has ended in all groups: `cloud`
/// takes the model from the server to the clients that are asked first, over
/// the edge servers, `down` from these to the clients that are asked next, and
/// `edge` what has become of it to the server. Where one group is all, its
/// server is that of all, `edge` is nothing, and `cloud` is `down`. All edge
/// servers take part. Thread-safe: a value that does not change.
class LinkCosts {
 public:
  /// InvalidArgument: the first of FindLinkFaults; a rate or a power out of its
  /// range; a client who cannot reach the server of its group, or an edge
  /// server that is not joined with the server, and which.
  static absl::StatusOr<LinkCosts> Create(absl::Span<const LinkOptions> links,
                                          const ClientGroups& groups);

  /// Of a round of the server. `sent` has for each round of the edges the
  /// clients that were asked, by number as `node`, in an order by number; edge
  /// server g sends, and is sent, `edge_bytes[g]`, which are none where one
  /// group is all. FLOW_CHECKs what CostOfRelays does, and a round.
  LinkCost OfRound(absl::Span<const std::vector<RelayBytes>> sent,
                   absl::Span<const double> edge_bytes) const;

  /// The ways where all clients take part, and send and are sent as `each`,
  /// whose node is not read.
  HierarchyTimes TimesOfAll(const RelayBytes& each, double edge_bytes) const;

  /// Then, of a round of the edges, in the mean over `edge_rounds`: seconds are
  /// the HierarchicalRoundLatency. FLOW_CHECKs edge_rounds >= 1.
  LinkCost MeanOfAll(const RelayBytes& each, double edge_bytes,
                     int64_t edge_rounds) const;

  /// The links of the longest way from a client to the server of all.
  int64_t MostHops() const;

 private:
  // What a round of the edges costs: of each group, and in all.
  struct EdgeRound;

  LinkCosts(const ClientGroups& groups, std::vector<RelayTree> clients,
            RelayTree edges)
      : groups_(groups),
        clients_(std::move(clients)),
        edges_(std::move(edges)) {}

  EdgeRound OfEdgeRound(absl::Span<const RelayBytes> sent) const;
  // From and to the server.
  RelayCost OfEdges(absl::Span<const double> edge_bytes) const;
  // Until the slowest group has the model from the server.
  double CloudSeconds(const EdgeRound& first,
                      absl::Span<const double> edge_bytes) const;
  HierarchyTimes TimesOf(const EdgeRound& round,
                         absl::Span<const double> edge_bytes) const;
  // The same for each edge server, where there are some.
  std::vector<double> OfEach(double edge_bytes) const;
  std::vector<RelayBytes> All(const RelayBytes& each) const;

  ClientGroups groups_;
  // for each group, of its clients, who count from 0, and their server
  std::vector<RelayTree> clients_;
  RelayTree edges_;  // of the edge servers and the server, where there are some
};

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_LINK_COSTS_H_
