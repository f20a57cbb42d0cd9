#include "federated/exchange/secure_traffic.h"

#include "core/base/check.h"

namespace flow::federated {
namespace {

SecureTraffic StageTraffic(const SecureRound& round, SecureStage stage) {
  // one key to agree on masks and one to encrypt shares with
  constexpr int64_t kKeys = kClientNumberBytes + 2 * kKeyBytes;
  constexpr int64_t kShares = kClientNumberBytes + 2 * kShareBytes + kSealBytes;
  switch (stage) {
    case SecureStage::kKeys:
      return {2 * kKeyBytes, (round.keys - 1) * kKeys};
    case SecureStage::kShares:
      return {(round.keys - 1) * kShares, (round.shares - 1) * kShares};
    case SecureStage::kMasked:
      return {(round.numbers * round.sum_bits + 7) / 8,
              round.masked * kClientNumberBytes};
    case SecureStage::kUnmask:
      return {round.shares * (kClientNumberBytes + kShareBytes), 0};
  }
  FLOW_CHECK(false) << "no such stage";
  return {};
}

}  // namespace

SecureTraffic SecureTrafficOf(const SecureRound& round, SecureStage last) {
  FLOW_CHECK(round.keys >= round.shares && round.shares >= round.masked &&
             round.masked >= 0)
      << "who answers a stage has answered the one before";
  SecureTraffic total = {0, 0};
  for (int stage = 0; stage <= static_cast<int>(last); ++stage) {
    const SecureTraffic traffic =
        StageTraffic(round, static_cast<SecureStage>(stage));
    total.up += traffic.up;
    total.down += traffic.down;
  }
  return total;
}

}  // namespace flow::federated
