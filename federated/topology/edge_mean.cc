#include "federated/topology/edge_mean.h"

#include <cstdint>

#include "federated/aggregation/weighted_mean.h"

namespace flow::federated {

std::vector<ClientValue> EdgeMeans(const ClientGroups& groups,
                                   absl::Span<const ClientValue> sent) {
  std::vector<std::vector<ClientValue>> of_group(groups.groups());
  std::vector<double> weight(groups.groups(), 0);
  for (const ClientValue& one : InOrderOfClients(sent)) {
    const int64_t group = groups.GroupOf(one.client);
    weight[group] += one.weight;
    of_group[group].push_back(one);
  }
  std::vector<ClientValue> means;
  for (int64_t group = 0; group < groups.groups(); ++group) {
    if (weight[group] == 0) continue;
    means.push_back({group, weight[group], WeightedMean(of_group[group])});
  }
  return means;
}

}  // namespace flow::federated
