#include "federated/exchange/secure_client.h"

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/exchange/masked_words_testing.h"
#include "federated/exchange/shamir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::Each;
using testing::ElementsAre;

using Words = std::vector<uint64_t>;

// Sums of four clients with values of 22 bits.
constexpr int kSumBits = 24;
constexpr int64_t kNumbers = 20000;

std::vector<SecureClient> FourClients(Seed seed) {
  std::vector<SecureClient> clients;
  for (const int64_t number : {2, 3, 5, 7}) clients.emplace_back(number, seed);
  return clients;
}

std::vector<PublicKey> KeysOf(const std::vector<SecureClient>& clients) {
  std::vector<PublicKey> keys;
  for (const SecureClient& c : clients) keys.push_back(c.public_key());
  return keys;
}

// Normal numbers of a hundredth of the range: a plain word's upper bits say
// nothing but its sign.
Words PlainWords(Seed seed) {
  Words words;
  for (int64_t p = 0; p < kNumbers; ++p) {
    const double x = 20000 * RowRandom(seed, p).Normal();
    words.push_back(static_cast<uint64_t>(static_cast<int64_t>(x)));
  }
  return words;
}

uint64_t SecretOf(const std::vector<SecretShares>& shares, bool self) {
  Words theirs;
  std::vector<int64_t> holders;
  for (size_t i = 0; i < shares.size(); ++i) {
    theirs.push_back(self ? shares[i].self : shares[i].key);
    holders.push_back(i);
  }
  return SecretReader(holders).Read(theirs);
}

TEST(SecureClientTest, SharesWhatItMasksWith) {
  const SecureClient client(5, 1);
  const std::vector<SecretShares> shares = client.Share(2, 3);
  EXPECT_EQ(PublicKeyOf(SecretOf(shares, false)), client.public_key().key);
  Words masked(9, 4), self(9, 4);
  client.Mask({client.public_key()}, absl::MakeSpan(masked));
  AddSelfMask(SecretOf(shares, true), MaskSign::kPlus, absl::MakeSpan(self));
  EXPECT_EQ(masked, self) << "alone it has its own mask only";
}

TEST(SecureClientTest, MasksOfAPairAreOpposite) {
  const auto clients = FourClients(3);
  const auto keys = KeysOf(clients);
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < i; ++j) {
      Words words(5, 10);
      const uint64_t a = SecretOf(clients[i].Share(4, 4), false);
      const uint64_t b = SecretOf(clients[j].Share(4, 4), false);
      AddPairMask(keys[i].client, a, keys[j], absl::MakeSpan(words));
      EXPECT_NE(words[0], 10);
      AddPairMask(keys[j].client, b, keys[i], absl::MakeSpan(words));
      EXPECT_THAT(words, Each(10));
    }
  }
}

TEST(RevealTest, TellsOneOfTheTwoSecretsOfEach) {
  const std::vector<SecretShares> received = {{1, 2}, {3, 4}, {5, 6}};
  const RevealedShares revealed = Reveal(8, received, {true, false, true});
  EXPECT_EQ(revealed.holder, 8);
  EXPECT_THAT(revealed.shares, ElementsAre(2, 3, 6));
  EXPECT_DEATH(Reveal(8, received, {true}), "got 1 answers for 3");
}

// What the server sees of one client: bytes that are uniform and numbers that
// do not follow the input. Twelve statistics, each beyond its bound by chance
// with 1e-7 (chi-square) or 6e-7 (five standard deviations): a false alarm of
// 4e-6 had the seed not been fixed. The plain words fail both tests.
TEST(MaskedWordsTest, OneClientsLookUniform) {
  const auto clients = FourClients(4);
  const auto keys = KeysOf(clients);
  for (int i = 0; i < 4; ++i) {
    const Words plain = PlainWords(i);
    Words masked = plain;
    clients[i].Mask(keys, absl::MakeSpan(masked));
    EXPECT_LT(ByteChiSquare(masked, kSumBits / 8), 390) << "client " << i;
    EXPECT_LT(std::abs(Correlation(plain, masked, kSumBits)),
              5 / std::sqrt(kNumbers));
    EXPECT_GT(ByteChiSquare(plain, kSumBits / 8), 10000);
    EXPECT_GT(Correlation(plain, plain, kSumBits), 0.99);
    // so do they again in another round
    Words later = plain;
    FourClients(5)[i].Mask(KeysOf(FourClients(5)), absl::MakeSpan(later));
    EXPECT_LT(std::abs(Correlation(later, masked, kSumBits)),
              5 / std::sqrt(kNumbers));
  }
}

// A client whose numbers come after the others have revealed its a: the server
// takes off all masks of pairs, and its own hides the numbers still. And the
// other way round. Both statistics of both: a false alarm of 2e-6.
TEST(MaskedWordsTest, EachOfTheTwoMasksHidesAlone) {
  const auto clients = FourClients(6);
  const auto keys = KeysOf(clients);
  const Words plain = PlainWords(9);
  const auto shares = clients[1].Share(4, 4);
  const uint64_t key = SecretOf(shares, false), self = SecretOf(shares, true);
  Words masked = plain;
  clients[1].Mask(keys, absl::MakeSpan(masked));

  Words without_self = masked;
  AddSelfMask(self, MaskSign::kMinus, absl::MakeSpan(without_self));
  Words pairs(kNumbers, 0);
  for (const int other : {0, 2, 3}) {
    AddPairMask(keys[1].client, key, keys[other], absl::MakeSpan(pairs));
  }
  Words without_pairs = masked, bare = without_self;
  for (int64_t p = 0; p < kNumbers; ++p) {
    without_pairs[p] -= pairs[p];
    bare[p] -= pairs[p];
  }
  for (const Words* words : {&without_self, &without_pairs}) {
    EXPECT_LT(ByteChiSquare(*words, kSumBits / 8), 390);
    EXPECT_LT(std::abs(Correlation(plain, *words, kSumBits)),
              5 / std::sqrt(kNumbers));
  }
  EXPECT_EQ(bare, plain) << "there are no other masks";
}

}  // namespace
}  // namespace flow::federated
