#ifndef FEDERATED_AGGREGATION_KRUM_H_
#define FEDERATED_AGGREGATION_KRUM_H_

/// Krum [Blanchard17]: of n clients of whom f may lie, trust the one with the
/// nearest neighbours. With N(i) the n - f - 2 other clients nearest to i,
///
///     score(i) = sum_{j in N(i)} |x_i - x_j|^2,   krum = x_argmin score(i)
///
/// and multi-Krum is the plain mean of the m best. Equal scores go by the
/// client's number. Clients count alike: their weights are not looked at. A
/// distance that is not a number counts as infinite. The bits do not depend on
/// the order of `sent`; O(n^2 P). FLOW_CHECKs what InOrderOfClients does, and
/// n >= 2 f + 3 (LeastClients): too few answers are for the caller to see.

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

/// The numbers of the clients, the best first.
std::vector<int64_t> KrumRanking(absl::Span<const ClientValue> sent,
                                 int64_t byzantine);

/// A copy of what the best client sent, [P].
at::Tensor Krum(absl::Span<const ClientValue> sent, int64_t byzantine);

/// The mean of what the `keep` best sent, [P]; 1 <= keep <= n.
at::Tensor MultiKrum(absl::Span<const ClientValue> sent, int64_t byzantine,
                     int64_t keep);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_KRUM_H_
