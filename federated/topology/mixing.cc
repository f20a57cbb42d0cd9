#include "federated/topology/mixing.h"

#include <algorithm>

#include "core/base/check.h"

namespace flow::federated {
namespace {

std::vector<MixingEntry> RowOf(const Graph& graph, int64_t i) {
  std::vector<MixingEntry> row;
  double own = 1;
  for (const int64_t j : graph.neighbours(i)) {
    const int64_t degree = std::max(graph.degree(i), graph.degree(j));
    row.push_back({j, 1 / (1 + static_cast<double>(degree))});
    own -= row.back().weight;
  }
  const auto place =
      std::find_if(row.begin(), row.end(),
                   [i](const MixingEntry& entry) { return entry.client > i; });
  row.insert(place, {i, own});
  return row;
}

}  // namespace

MixingWeights MetropolisWeights(const Graph& graph) {
  MixingWeights weights;
  weights.reserve(graph.nodes());
  for (int64_t i = 0; i < graph.nodes(); ++i) {
    weights.push_back(RowOf(graph, i));
  }
  return weights;
}

std::vector<double> Mixed(const MixingWeights& weights,
                          absl::Span<const double> x) {
  FLOW_CHECK(x.size() == weights.size())
      << "there must be a number for each of " << weights.size()
      << " clients; got " << x.size();
  std::vector<double> mixed;
  mixed.reserve(x.size());
  for (const std::vector<MixingEntry>& row : weights) {
    double sum = 0;
    for (const auto [j, weight] : row) sum += weight * x[j];
    mixed.push_back(sum);
  }
  return mixed;
}

}  // namespace flow::federated
