#ifndef FEDERATED_EXCHANGE_SECURE_SUM_OPTIONS_H_
#define FEDERATED_EXCHANGE_SECURE_SUM_OPTIONS_H_

/// The settings of the secure sum, as in flow.SecureSum of the schema, and what
/// follows from them. No torch: plans carry these. See secure_sum.h.

#include <cstdint>

namespace flow::federated {

struct SecureSumOptions {
  double range = 8;        // values are clipped to [-range, range]; > 0
  int64_t bits = 22;       // of a value, in [2, 52]
  double threshold = 0.5;  // share of the clients that must answer, in (0, 1]
};

/// How many of `clients` >= 2 must answer in each stage: the least t with
/// t / clients >= threshold, but at least 2, for a sum over one client is its
/// value.
int64_t SecureSumThreshold(const SecureSumOptions& options, int64_t clients);

/// The bits k of a number of the sum, which is computed modulo 2^k:
///
///     k = bits + ceil(log2 clients).
///
/// A value is at most 2^(bits - 1) - 1 in size, so the sum of all clients lies
/// within [-2^(k - 1), 2^(k - 1)) and is read without doubt. FLOW_CHECKs bits
/// in [2, 52], clients >= 1 and k <= 64: with 52 bits there may be 4096
/// clients.
int64_t SecureSumBits(const SecureSumOptions& options, int64_t clients);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_SECURE_SUM_OPTIONS_H_
