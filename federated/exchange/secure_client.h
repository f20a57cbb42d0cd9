#ifndef FEDERATED_EXCHANGE_SECURE_CLIENT_H_
#define FEDERATED_EXCHANGE_SECURE_CLIENT_H_

/// What one client does in a secure sum [Bonawitz17]. See
/// secure_sum.h for the whole.
///
/// This simulates the arithmetic and the messages; it protects nobody. Keys and
/// seeds are derived from a seed that whoever runs the simulation knows, shares
/// are not encrypted, and the agreement of keys,
///
///     public_u = g a_u,   s_uv = a_u public_v = a_v public_u   modulo 2^61 -
///     1,
///
/// has the algebra of Diffie and Hellman's and none of its hardness: a division
/// undoes it.

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/exchange/add_mask.h"

namespace flow::federated {

struct PublicKey {
  int64_t client;  // its number
  uint64_t key;
};

/// What one holder has of a client's two secrets.
struct SecretShares {
  uint64_t key;   // of a_u
  uint64_t self;  // of b_u
};

/// What a client, `holder` in the list of all who sent a key, tells of each of
/// those who shared, in their order: its share of a_u if u's masked numbers did
/// not come, of b_u if they came. Never both, for the two would lay them bare.
struct RevealedShares {
  int64_t holder;
  std::vector<uint64_t> shares;
};

/// A client u with its secrets of one round: a_u, from which come its masks
/// with others, and b_u, from which comes its own. They depend on the seed and
/// the number alone. Thread-safe.
class SecureClient {
 public:
  SecureClient(int64_t number, Seed seed);

  /// Stage 1.
  PublicKey public_key() const;

  /// Stage 2: the shares of each of `holders`, of which any `threshold` read
  /// both secrets (shamir.h).
  std::vector<SecretShares> Share(int64_t threshold, int64_t holders) const;

  /// Stage 3: words + mask(b_u) + sum_{v < u} mask(s_uv) - sum_{v > u}
  /// mask(s_uv) modulo 2^64, over the others of the `sharers`, who are all that
  /// shared. Takes as many masks (add_mask.h) as there are sharers.
  void Mask(absl::Span<const PublicKey> sharers,
            absl::Span<uint64_t> words) const;

 private:
  int64_t number_;
  Seed seed_;
  uint64_t key_, self_;
};

/// Stage 4: what holder `holder` reveals, who has received `received` from the
/// sharers; came[i] says whether the masked numbers of sharer i did.
RevealedShares Reveal(int64_t holder, absl::Span<const SecretShares> received,
                      const std::vector<bool>& came);

/// words + mask(b_u), or - for kMinus, from the secret b_u.
void AddSelfMask(uint64_t self, MaskSign sign, absl::Span<uint64_t> words);

/// words + what client `own` adds for its pair with `other`, from its secret
/// key a. Both of a pair add opposite words.
void AddPairMask(int64_t own, uint64_t key, const PublicKey& other,
                 absl::Span<uint64_t> words);

/// The public key of a secret one.
uint64_t PublicKeyOf(uint64_t key);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_SECURE_CLIENT_H_
