#ifndef FEDERATED_TOPOLOGY_EDGE_MEAN_H_
#define FEDERATED_TOPOLOGY_EDGE_MEAN_H_

#include <vector>

#include "absl/types/span.h"
#include "federated/aggregation/client_value.h"
#include "federated/topology/hierarchy.h"

namespace flow::federated {

/// What edge servers send to the server: of each group with weight, by rising
/// number, the number of the group, the sum of its clients' weights and their
/// weighted mean. So
///
///     WeightedMean(EdgeMeans(groups, sent)) = WeightedMean(sent)
///
/// but for the rounding of the groups' means to their dtype: every client
/// counts once, as each group's sums begin anew from nothing.
///
/// The bits do not depend on the order of `sent`. FLOW_CHECKs what WeightedMean
/// does, weights apart: of a group they may all be zero, and then it sends
/// nothing. Thread-safe.
std::vector<ClientValue> EdgeMeans(const ClientGroups& groups,
                                   absl::Span<const ClientValue> sent);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_EDGE_MEAN_H_
