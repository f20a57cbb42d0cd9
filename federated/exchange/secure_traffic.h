#ifndef FEDERATED_EXCHANGE_SECURE_TRAFFIC_H_
#define FEDERATED_EXCHANGE_SECURE_TRAFFIC_H_

/// The bytes of a secure sum. No torch. Each stage is one message up from each
/// client and, but for the last, one down:
///
///     stage     up                                   down
///     keys      2 keys                               those of the others
///     shares    one of each secret, encrypted,       those of the others
///               for each other client
///     masked    ceil(P k / 8)                        who is in the sum
///     unmask    a share for each that shared
///
/// The sums are simulated over a small field; the sizes are those of a protocol
/// that protects [Bonawitz17]: keys and shares of 256 bits, and 28
/// bytes that authenticated encryption adds. The model that goes down before,
/// and the result, are not counted here.

#include <cstdint>

namespace flow::federated {

inline constexpr int64_t kKeyBytes = 32;
inline constexpr int64_t kShareBytes = 32;
inline constexpr int64_t kSealBytes = 28;         // nonce and tag
inline constexpr int64_t kClientNumberBytes = 4;  // with all that names one

/// The last stage that a client answers.
enum class SecureStage { kKeys, kShares, kMasked, kUnmask };

/// How many clients answered each stage but the last, and what they summed.
struct SecureRound {
  int64_t keys, shares, masked;
  int64_t numbers;   // P
  int64_t sum_bits;  // k
};

struct SecureTraffic {
  int64_t up, down;
};

/// The bytes of a client that answered all stages up to `last`; the server's
/// reply to that stage is counted, whether it was heard or not. FLOW_CHECKs
/// keys >= shares >= masked >= 0.
SecureTraffic SecureTrafficOf(const SecureRound& round, SecureStage last);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_SECURE_TRAFFIC_H_
