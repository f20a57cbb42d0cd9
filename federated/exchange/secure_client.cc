#include "federated/exchange/secure_client.h"

#include "core/base/check.h"
#include "federated/exchange/field61.h"
#include "federated/exchange/shamir.h"

namespace flow::federated {
namespace {

// g: any element but zero
constexpr uint64_t kBase = 37;

uint64_t DrawElement(Seed seed) {
  return RowRandom(seed, 0).UniformInt(field61::kPrime);
}

// zero would agree on zero with everybody
uint64_t DrawKey(Seed seed) {
  return 1 + RowRandom(seed, 0).UniformInt(field61::kPrime - 1);
}

}  // namespace

SecureClient::SecureClient(int64_t number, Seed seed)
    : number_(number),
      seed_(DeriveSeed(seed, "secure sum", number)),
      key_(DrawKey(DeriveSeed(seed_, "key"))),
      self_(DrawElement(DeriveSeed(seed_, "self"))) {}

PublicKey SecureClient::public_key() const {
  return {number_, PublicKeyOf(key_)};
}

std::vector<SecretShares> SecureClient::Share(int64_t threshold,
                                              int64_t holders) const {
  const auto key =
      ShareSecret(key_, threshold, holders, DeriveSeed(seed_, "share key"));
  const auto self =
      ShareSecret(self_, threshold, holders, DeriveSeed(seed_, "share self"));
  std::vector<SecretShares> shares(holders);
  for (int64_t i = 0; i < holders; ++i) shares[i] = {key[i], self[i]};
  return shares;
}

void SecureClient::Mask(absl::Span<const PublicKey> sharers,
                        absl::Span<uint64_t> words) const {
  AddSelfMask(self_, MaskSign::kPlus, words);
  for (const PublicKey& other : sharers) {
    if (other.client != number_) AddPairMask(number_, key_, other, words);
  }
}

RevealedShares Reveal(int64_t holder, absl::Span<const SecretShares> received,
                      const std::vector<bool>& came) {
  FLOW_CHECK(received.size() == came.size())
      << "every sharer's numbers came or did not; got " << came.size()
      << " answers for " << received.size();
  RevealedShares revealed = {holder, {}};
  for (size_t i = 0; i < received.size(); ++i) {
    revealed.shares.push_back(came[i] ? received[i].self : received[i].key);
  }
  return revealed;
}

void AddSelfMask(uint64_t self, MaskSign sign, absl::Span<uint64_t> words) {
  AddMask(DeriveSeed(self, "self mask"), sign, words);
}

void AddPairMask(int64_t own, uint64_t key, const PublicKey& other,
                 absl::Span<uint64_t> words) {
  FLOW_CHECK(own != other.client) << "client " << own << " is no pair";
  const uint64_t agreed = field61::Multiply(key, other.key);
  AddMask(DeriveSeed(agreed, "pair mask"),
          other.client < own ? MaskSign::kPlus : MaskSign::kMinus, words);
}

uint64_t PublicKeyOf(uint64_t key) { return field61::Multiply(kBase, key); }

}  // namespace flow::federated
