#ifndef FEDERATED_TOPOLOGY_GOSSIP_H_
#define FEDERATED_TOPOLOGY_GOSSIP_H_

/// Averaging without a server. Shapes: n clients, P parameters.

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "federated/topology/mixing.h"

namespace flow::federated {

/// What clients have after some steps of gossip.
struct GossipState {
  at::Tensor models;            // [n, P], row i that of client i
  std::vector<double> weights;  // n, how much each counts
};

/// `steps` times, each client takes in its neighbours' numbers:
///
///     s_i = n_i theta_i;   s <- W s,   n <- W n;   theta_i = s_i / n_i,
///
/// the ratio of two averages [Kempe03]. A message is a model and one number.
/// Tends to the mean theta* = sum n_i theta_i / sum n_i on a connected graph:
/// with l = 1 - SpectralGap(W) and the norm over clients and parameters,
///
///     |theta^t - theta*| <= l^t |(n_i (theta_i - theta*))_i| / min_i n_i.
///
/// Sum n_i theta_i and sum n_i stay what they were, so the mean by the new
/// `weights` does. The plain mean does if the n_i are equal. Who begins the
/// next round with its old n_i again keeps the mean by these in the limit only.
///
/// `models` is [n, P], float32 or float64, contiguous, on the CPU, and is left
/// as it is; the result has its dtype. Sums are in double, over a row of W in
/// its order, each coordinate by itself, and are rounded once at the end: the
/// bits are a function of the arguments. A client whose row has nobody else
/// keeps its bits, and so do all for no steps. Thread-safe.
///
/// FLOW_CHECKs the shapes, that weights are finite and > 0, and steps >= 0.
GossipState Mix(const MixingWeights& w, const at::Tensor& models,
                absl::Span<const double> weights, int64_t steps);

/// How far clients are from each other:
///
///     sqrt((1 / n) sum_i |theta_i - theta_bar|^2),
///     theta_bar = (1 / n) sum_i theta_i,
///
/// with the Euclidean norm over parameters; plain means, whatever clients
/// count. For equal weights a step of Mix brings it down to a share of
/// 1 - SpectralGap(W) or less. Of `models` as above, n >= 1, in double; the
/// bits are a function of them.
double ConsensusDistance(const at::Tensor& models);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_GOSSIP_H_
