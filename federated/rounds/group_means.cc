#include "federated/rounds/group_means.h"

#include "federated/aggregation/weighted_mean.h"

namespace flow::federated {

void GroupMeans::Clear() { groups_.assign(groups_.size(), Mean()); }

void GroupMeans::Add(absl::Span<const ClientValue> sent) {
  std::vector<std::vector<ClientValue>> of_group(groups_.size());
  for (const ClientValue& v : sent) {
    of_group[v.client / group_size_].push_back(v);
  }
  for (size_t g = 0; g < groups_.size(); ++g) {
    double weight = 0;
    for (const ClientValue& v : of_group[g]) weight += v.weight;
    if (weight == 0) continue;
    groups_[g].weight += weight;
    groups_[g].value = WeightedMean(of_group[g]);
  }
}

at::Tensor GroupMeans::OfAll() const {
  std::vector<ClientValue> means;
  for (const Mean& mean : groups_) {
    if (mean.weight == 0) continue;
    means.push_back({std::ssize(means), mean.weight, mean.value});
  }
  return means.empty() ? at::Tensor() : WeightedMean(means);
}

}  // namespace flow::federated
