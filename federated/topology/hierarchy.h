#ifndef FEDERATED_TOPOLOGY_HIERARCHY_H_
#define FEDERATED_TOPOLOGY_HIERARCHY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "federated/topology/topology_options.h"

namespace flow::federated {

/// Clients in groups of equal size, each with an edge server: client i is in
/// group i / (clients / groups), so that a group has neighbours in number.
/// Thread-safe: a value that does not change.
class ClientGroups {
 public:
  /// InvalidArgument: no client, or `groups` does not divide their number.
  static absl::StatusOr<ClientGroups> Create(int64_t clients, int64_t groups);

  /// Those of a topology that has some; of all others, one group of all.
  static absl::StatusOr<ClientGroups> Create(int64_t clients,
                                             const TopologyOptions& topology) {
    return Create(clients, HierarchyOf(topology).groups);
  }

  int64_t clients() const { return groups_ * size_; }
  int64_t groups() const { return groups_; }
  /// The clients of each group.
  int64_t size() const { return size_; }

  /// FLOW_CHECKs that the client is there.
  int64_t GroupOf(int64_t client) const;

  /// The clients of a group, ascending. FLOW_CHECKs that the group is there.
  std::vector<int64_t> Members(int64_t group) const;

  /// For each group, those of its clients who take part, in their order in
  /// `taking_part`.
  std::vector<std::vector<int64_t>> Divide(
      absl::Span<const int64_t> taking_part) const;

 private:
  ClientGroups(int64_t groups, int64_t size) : groups_(groups), size_(size) {}

  int64_t groups_, size_;
};

/// Whether the edge servers talk with the server at the end of a round, counted
/// from 0: in the last of each `edge_rounds` rounds. FLOW_CHECKs round >= 0 and
/// edge_rounds >= 1.
bool EndsAtServer(int64_t round, int64_t edge_rounds);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_HIERARCHY_H_
