#include "federated/exchange/secure_server.h"

#include "core/base/check.h"
#include "federated/exchange/shamir.h"

namespace flow::federated {
namespace {

SecretReader ReaderOf(absl::Span<const RevealedShares> revealed) {
  std::vector<int64_t> holders;
  for (const RevealedShares& r : revealed) holders.push_back(r.holder);
  return SecretReader(holders);
}

// What pairs of client `gone` with those who came have added: the opposite of
// what it would have added itself.
void RemovePairMasks(const PublicKey& gone, uint64_t key,
                     absl::Span<const PublicKey> sharers,
                     const std::vector<bool>& came,
                     absl::Span<uint64_t> words) {
  FLOW_CHECK(PublicKeyOf(key) == gone.key)
      << "the shares of client " << gone.client << " give another key";
  for (size_t i = 0; i < sharers.size(); ++i) {
    if (came[i]) AddPairMask(gone.client, key, sharers[i], words);
  }
}

}  // namespace

void RemoveMasks(absl::Span<const PublicKey> sharers,
                 const std::vector<bool>& came,
                 absl::Span<const RevealedShares> revealed, int64_t threshold,
                 absl::Span<uint64_t> words) {
  FLOW_CHECK(sharers.size() == came.size())
      << "every sharer's numbers came or did not";
  FLOW_CHECK(threshold >= 1 && revealed.size() >= threshold)
      << "secrets are read from " << threshold << " answers; got "
      << revealed.size();
  revealed = revealed.first(threshold);
  const SecretReader reader = ReaderOf(revealed);
  std::vector<uint64_t> shares(threshold);
  for (size_t i = 0; i < sharers.size(); ++i) {
    for (int64_t j = 0; j < threshold; ++j) shares[j] = revealed[j].shares[i];
    const uint64_t secret = reader.Read(shares);
    if (came[i]) {
      AddSelfMask(secret, MaskSign::kMinus, words);
    } else {
      RemovePairMasks(sharers[i], secret, sharers, came, words);
    }
  }
}

}  // namespace flow::federated
