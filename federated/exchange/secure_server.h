#ifndef FEDERATED_EXCHANGE_SECURE_SERVER_H_
#define FEDERATED_EXCHANGE_SECURE_SERVER_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "federated/exchange/secure_client.h"

namespace flow::federated {

/// Takes the masks off `words`, the sum modulo 2^64 of the masked numbers that
/// came (secure_sum.h, stage unmask). `sharers` are U2, came[i] says whether
/// sharer i is in U3, `revealed` are the answers of at least `threshold`
/// holders; the first `threshold` of them are read, and any others would give
/// the same words. Knows no secret but what those shares give: b_u of U3 and
/// a_v of the others.
///
/// Stretches a mask for each of U3, and one more for each client that did not
/// come: O(n^2 P) at worst. FLOW_CHECKs that the lists fit. Thread-safe.
void RemoveMasks(absl::Span<const PublicKey> sharers,
                 const std::vector<bool>& came,
                 absl::Span<const RevealedShares> revealed, int64_t threshold,
                 absl::Span<uint64_t> words);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_SECURE_SERVER_H_
