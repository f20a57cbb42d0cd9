#include "federated/exchange/secure_server.h"

#include <algorithm>
#include <vector>

#include "absl/types/span.h"
#include "federated/exchange/secure_client.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using Words = std::vector<uint64_t>;

constexpr int64_t kThreshold = 3;
constexpr int64_t kNumbers = 7;

// Five clients, 10, 11, ...; the last one but one does not come.
struct Round {
  std::vector<PublicKey> sharers;
  std::vector<bool> came = {true, true, true, false, true};
  std::vector<RevealedShares> revealed;
  Words masked = Words(kNumbers, 0), plain = Words(kNumbers, 0);

  Round() {
    std::vector<SecureClient> clients;
    for (int64_t i = 0; i < 5; ++i) clients.emplace_back(10 + i, 2);
    std::vector<std::vector<SecretShares>> received(5);
    for (const SecureClient& c : clients) {
      sharers.push_back(c.public_key());
      const auto shares = c.Share(kThreshold, 5);
      for (int64_t h = 0; h < 5; ++h) received[h].push_back(shares[h]);
    }
    for (int64_t i = 0; i < 5; ++i) {
      if (came[i]) Add(clients[i], i);
      revealed.push_back(Reveal(i, received[i], came));
    }
  }

  void Add(const SecureClient& client, int64_t i) {
    Words words(kNumbers);
    for (int64_t p = 0; p < kNumbers; ++p) {
      plain[p] += words[p] = 100 * i + p;
    }
    client.Mask(sharers, absl::MakeSpan(words));
    for (int64_t p = 0; p < kNumbers; ++p) masked[p] += words[p];
  }
};

// Every set and order of three answers or more, the late client's included.
TEST(RemoveMasksTest, LeavesThePlainSumWhoeverAnswers) {
  const Round round;
  EXPECT_NE(round.masked, round.plain);
  std::vector<int> order = {0, 1, 2, 3, 4};
  do {
    for (int64_t answers = kThreshold; answers <= 5; ++answers) {
      std::vector<RevealedShares> revealed;
      for (int64_t i = 0; i < answers; ++i) {
        revealed.push_back(round.revealed[order[i]]);
      }
      Words words = round.masked;
      RemoveMasks(round.sharers, round.came, revealed, kThreshold,
                  absl::MakeSpan(words));
      ASSERT_EQ(words, round.plain);
    }
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(RemoveMasksDeathTest, RefusesTooFewAnswersAndWrongShares) {
  Round round;
  const auto remove = [&] {
    RemoveMasks(round.sharers, round.came, round.revealed, kThreshold,
                absl::MakeSpan(round.masked));
  };
  round.revealed[1].shares[3] ^= 1;
  EXPECT_DEATH(remove(), "the shares of client 13 give another key");
  round.revealed.resize(2);
  EXPECT_DEATH(remove(), "secrets are read from 3 answers; got 2");
}

}  // namespace
}  // namespace flow::federated
