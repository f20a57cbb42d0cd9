#include "federated/aggregation/krum.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros_like.h"
#include "federated/aggregation/client_value_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::ElementsAre;

// The definition, with tensors: the pairs (score, client), the least first.
std::vector<std::pair<double, int64_t>> SlowScores(
    const std::vector<ClientValue>& sent, int64_t f) {
  std::vector<std::pair<double, int64_t>> scores;
  for (const ClientValue& a : sent) {
    std::multiset<double> distances;
    for (const ClientValue& b : sent) {
      if (a.client == b.client) continue;
      distances.insert(
          (a.value - b.value).to(at::kDouble).square().sum().item<double>());
    }
    double score = 0;
    auto d = distances.begin();
    for (size_t k = 0; k < sent.size() - f - 2; ++k) score += *d++;
    scores.push_back({score, a.client});
  }
  std::sort(scores.begin(), scores.end());
  return scores;
}

TEST(KrumTest, RanksByTheDefinition) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    for (const int64_t f : {0, 1, 3}) {
      const auto sent = Shuffled(SomeClients(f, 10, 15, dtype), f);
      const auto scores = SlowScores(sent, f);
      const std::vector<int64_t> ranking = KrumRanking(sent, f);
      ASSERT_EQ(ranking.size(), scores.size());
      for (size_t i = 0; i < scores.size(); ++i) {
        EXPECT_EQ(ranking[i], scores[i].second) << f << " " << i;
      }
    }
  }
}

// n = 5, f = 1: the two nearest of each.
//   0: 1 + 4 = 5    1: 1 + 1 = 2    2: 1 + 1 = 2    3: 1 + 4 = 5
//   100: 97^2 + 98^2
// 1 and 2 tie; client 8 sent 2 and client 9 sent 1.
const std::vector<ClientValue> kLine = {Sent(4, 0), Sent(9, 1), Sent(8, 2),
                                        Sent(5, 3), Sent(1, 100)};

TEST(KrumTest, TiesGoByTheClientsNumber) {
  EXPECT_THAT(KrumRanking(kLine, 1), ElementsAre(8, 9, 4, 5, 1));
  EXPECT_EQ(Krum(kLine, 1).item<double>(), 2);
}

TEST(KrumTest, IsACopy) {
  const auto sent = SomeClients(1, 5, 3, at::kFloat);
  Krum(sent, 1).fill_(99);
  for (const ClientValue& c : sent) {
    EXPECT_LT(c.value.abs().max().item<double>(), 10);
  }
}

TEST(MultiKrumTest, IsThePlainMeanOfTheBest) {
  auto sent = kLine;
  for (ClientValue& c : sent) c.weight = c.client;
  EXPECT_EQ(MultiKrum(sent, 1, 1).item<double>(), 2);
  EXPECT_EQ(MultiKrum(sent, 1, 2).item<double>(), 1.5);
  EXPECT_EQ(MultiKrum(sent, 1, 3).item<double>(), 1);
}

TEST(KrumTest, OneWildClientIsTheLastChoice) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double wild : {1e200, infinity, -infinity, infinity - infinity}) {
    auto sent = SomeClients(5, 7, 4, at::kDouble);
    sent[2].value[1] = wild;
    EXPECT_EQ(KrumRanking(sent, 1).back(), sent[2].client) << wild;
    EXPECT_LT(Gap(MultiKrum(sent, 1, 6), at::zeros_like(sent[0].value)), 4);
  }
}

TEST(KrumDeathTest, RefusesTooFewClients) {
  const auto sent = SomeClients(1, 4, 3, at::kFloat);
  EXPECT_DEATH(Krum(sent, 1), "needs 2 . 1 . 3 clients; got 4");
  EXPECT_DEATH(Krum(sent, -1), "clients; got 4");
  EXPECT_DEATH(MultiKrum(sent, 0, 5), "got 5 of 4");
  EXPECT_DEATH(MultiKrum(sent, 0, 0), "got 0 of 4");
}

}  // namespace
}  // namespace flow::federated
