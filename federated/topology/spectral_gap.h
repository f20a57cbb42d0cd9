#ifndef FEDERATED_TOPOLOGY_SPECTRAL_GAP_H_
#define FEDERATED_TOPOLOGY_SPECTRAL_GAP_H_

/// How fast mixing brings clients together: with the eigenvalues
/// 1 = l_1 >= l_2 >= ... >= l_n >= -1 of a symmetric W whose rows sum to one,
///
///     gap = 1 - max(|l_2|, |l_n|);   1 for one client.
///
/// Each step brings the distance from the mean down to a share of 1 - gap or
/// less. The gap is zero if the graph is not connected, as when a client does
/// not take part: number those who do anew, to know theirs. On a circle of n
/// with weights of Metropolis the eigenvalues are 1/3 + 2/3 cos(2 pi k / n).
/// Thread-safe.

#include <cstdint>

#include "absl/status/statusor.h"
#include "federated/topology/mixing.h"

namespace flow::federated {

/// Up to so many clients SpectralGap looks at all eigenvalues.
inline constexpr int64_t kMostClientsDense = 512;

/// So many steps does the power iteration take at most.
inline constexpr int64_t kMostPowerSteps = 200000;

/// By one of the two methods below, by the number of clients. FLOW_CHECKs that
/// there is a client.
absl::StatusOr<double> SpectralGap(const MixingWeights& weights);

/// From all eigenvalues, to about 1e-14: O(n^3). The last bits may depend on
/// the threads of the linear algebra.
double DenseSpectralGap(const MixingWeights& weights);

/// By power iteration of W^2, so that l_2 and l_n of equal size do no harm, on
/// vectors of mean zero, from a fixed start:
///
///     x <- W^2 x,   m = |W x|^2 / |x|^2   rises to max(|l_2|, |l_n|)^2.
///
/// It ends when |W^2 x - m x| <= 1e-9 m |x|; then m is within 1e-9 m of the
/// square of an eigenvalue, and all but surely of the greatest. O(edges) a
/// step. The bits are a function of W.
///
/// ResourceExhausted: not so near in `most_steps`; the message bounds the gap.
absl::StatusOr<double> IteratedSpectralGap(
    const MixingWeights& weights, int64_t most_steps = kMostPowerSteps);

}  // namespace flow::federated

#endif  // FEDERATED_TOPOLOGY_SPECTRAL_GAP_H_
