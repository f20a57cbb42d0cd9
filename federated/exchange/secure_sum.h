#ifndef FEDERATED_EXCHANGE_SECURE_SUM_H_
#define FEDERATED_EXCHANGE_SECURE_SUM_H_

/// A sum of which the server sees the sum alone [Bonawitz17], simulated in one
/// process: the arithmetic and the traffic, not the protection. See
/// secure_client.h for what stands in for the agreement of keys.
///
/// With q_u the whole numbers of client u (fixed_point.h), U1 the clients that
/// sent a key, U2 those of them that shared their secrets, U3 those of them
/// whose masked numbers came, U4 those of them that answered to the end:
///
///     keys     u sends public_u
///     shares   u divides a_u and b_u among U1, any t of whom read them
///     masked   y_u = q_u + mask(b_u) + sum_{v in U2} +-mask(s_uv)
///     unmask   U4 send shares of b_u for u in U3 and of a_v for v in U2 \ U3
///
///     sum_{u in U3} q_u = sum_{u in U3} y_u - sum_{u in U3} mask(b_u)
///                         - sum_{u in U3, v in U2 \ U3} +-mask(s_uv)
///
/// modulo 2^k: the masks of pairs within U3 cancel, those with a client that
/// left between shares and masked numbers are made again from its a_v. Who
/// leaves after that is in the sum.
///
/// Takes O(n^2 P) for n clients of P numbers, as each stretches a mask with
/// each other, and O(n^2 t) for the shares; memory is O(P + n^2).

#include <cstdint>
#include <map>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/aggregation/client_value.h"
#include "federated/exchange/secure_sum_options.h"
#include "federated/exchange/secure_traffic.h"

namespace flow::federated {

struct ClientTraffic {
  int64_t client;  // its number
  SecureTraffic bytes;
};

/// The server learns the first three; the others are for whoever runs the
/// simulation.
struct SecureSumResult {
  at::Tensor sum;  // [P], sum of lambda_u x_u over U3, as FromFixedPoint
  double weight;   // sum of lambda_u over U3
  std::vector<int64_t> summed;  // the numbers of U3, rising
  int64_t clipped;              // numbers beyond the range, of U3 together
  std::vector<ClientTraffic> traffic;  // of all clients, by rising number
};

/// The sum of what `sent` hold, each times its weight, lambda_u in [0, 1]; the
/// mean of those who answered is sum / weight. `last` says where clients leave,
/// by number; who is not named stays to the end.
///
/// Equal in every bit to the plain sum of the whole numbers of U3, in whatever
/// order clients are given, whoever leaves, whatever the seed.
///
/// FailedPrecondition: fewer than two clients. Unavailable: fewer than
/// SecureSumThreshold of them answered a stage. OutOfRange: a client of U3 has
/// a number that is not finite. FLOW_CHECKs what InOrderOfClients does,
/// weights, settings, head room (SecureSumBits) and that `last` names clients.
/// Thread-safe.
absl::StatusOr<SecureSumResult> SecureSum(
    const SecureSumOptions& options, absl::Span<const ClientValue> sent,
    const std::map<int64_t, SecureStage>& last, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_SECURE_SUM_H_
