#ifndef FEDERATED_TOPOLOGY_MIXING_H_
#define FEDERATED_TOPOLOGY_MIXING_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "federated/topology/graph.h"

namespace flow::federated {

/// W_ij of one row i: how much of client j comes in.
struct MixingEntry {
  int64_t client;  // j
  double weight;   // W_ij
};

/// The matrix W by rows; what is not listed is zero. A row ascends in j.
using MixingWeights = std::vector<std::vector<MixingEntry>>;

/// The weights of Metropolis [Xiao06]:
///
///     W_ij = 1 / (1 + max(d_i, d_j)) along edges, d the degrees,
///     W_ii = 1 - sum of the others of the row >= 1 / (1 + d_i),
///
/// symmetric, not negative, and with rows and columns that sum to one: mixing
/// keeps the mean and averages. On a connected graph W^t tends to 1/n
/// everywhere. A client without neighbours keeps its value: W_ii = 1. Each row
/// has its diagonal.
///
/// Each client needs the degrees of its neighbours only. The bits are a
/// function of the graph.
MixingWeights MetropolisWeights(const Graph& graph);

/// W x, each sum in the order of its row. FLOW_CHECKs the size of `x`.
std::vector<double> Mixed(const MixingWeights& weights,
                          absl::Span<const double> x);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_MIXING_H_
