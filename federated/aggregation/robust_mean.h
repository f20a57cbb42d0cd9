#ifndef FEDERATED_AGGREGATION_ROBUST_MEAN_H_
#define FEDERATED_AGGREGATION_ROBUST_MEAN_H_

/// Means that a minority of clients cannot carry away [Yin18], coordinate by
/// coordinate. With x_(1) <= ... <= x_(n) what the n clients sent at one
/// coordinate:
///
///     median         x_((n+1)/2), or (x_(n/2) + x_(n/2+1)) / 2 for even n
///     trimmed mean   (x_(k+1) + ... + x_(n-k)) / (n - 2 k),
///                    k = floor(trim n), less where nothing would be left
///
/// Clients count alike: their weights are not looked at, since one who lies
/// may lie about its size. NaN counts as greater than every number, so a few of
/// them are left out like other extremes. Sums are taken in double in rising
/// order and rounded once: the bits do not depend on the order of `sent`.
/// FLOW_CHECKs what InOrderOfClients does.

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

/// [P]
at::Tensor CoordinateMedian(absl::Span<const ClientValue> sent);

/// [P]; 0 <= trim < 1/2. A product trim n within 1e-9 below a whole number
/// counts as that number, so that 0.29 of 100 is 29.
at::Tensor TrimmedMean(absl::Span<const ClientValue> sent, double trim);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_ROBUST_MEAN_H_
