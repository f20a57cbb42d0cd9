#include "federated/exchange/secure_sum.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "federated/aggregation/client_value_testing.h"
#include "federated/aggregation/weighted_mean.h"
#include "federated/exchange/fixed_point.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Last = std::map<int64_t, SecureStage>;

constexpr SecureStage kStages[] = {SecureStage::kKeys, SecureStage::kShares,
                                   SecureStage::kMasked, SecureStage::kUnmask};

// The definition: whole numbers of those who sent them, added.
at::Tensor PlainSum(const SecureSumOptions& options,
                    const std::vector<ClientValue>& sent, const Last& last) {
  std::vector<uint64_t> sum(sent[0].value.numel());
  for (const ClientValue& c : sent) {
    const auto it = last.find(c.client);
    if (it != last.end() && it->second < SecureStage::kMasked) continue;
    const FixedPoint q = *ToFixedPoint(options, c.weight, c.value);
    for (size_t p = 0; p < sum.size(); ++p) sum[p] += q.words[p];
  }
  return FromFixedPoint(options, 64, sum, sent[0].value.scalar_type());
}

std::vector<ClientValue> Normalised(std::vector<ClientValue> sent) {
  double total = 0;
  for (const ClientValue& c : sent) total += c.weight;
  for (ClientValue& c : sent) c.weight /= total;
  return sent;
}

// M = 3 and a step of 1: 2 + 3 - 1, the 5 is clipped to 3.
TEST(SecureSumTest, ByHand) {
  const SecureSumOptions options{.range = 3, .bits = 3};
  ASSERT_OK_AND_ASSIGN(
      const SecureSumResult result,
      SecureSum(options, {Sent(4, 2.2), Sent(9, 5), Sent(1, -1)}, {}, 1));
  EXPECT_EQ(result.sum.item<double>(), 4);
  EXPECT_EQ(result.weight, 3);
  EXPECT_THAT(result.summed, ElementsAre(1, 4, 9));
  EXPECT_EQ(result.clipped, 1);
}

// All 4^5 ways in which five clients leave: either the plain sum of those who
// sent, bit for bit, or an error where a stage has fewer than three answers.
TEST(SecureSumTest, IsThePlainSumWhoeverLeaves) {
  const SecureSumOptions options;
  const auto sent = Normalised(SomeClients(1, 5, 11, at::kDouble));
  int sums = 0, errors = 0;
  for (int pattern = 0; pattern < 1024; ++pattern) {
    Last last;
    int count[4] = {};
    for (int i = 0; i < 5; ++i) {
      const int stage = pattern >> (2 * i) & 3;
      last[sent[i].client] = kStages[stage];
      for (int s = 0; s <= stage; ++s) ++count[s];
    }
    const auto result = SecureSum(options, sent, last, pattern);
    // the last stage has the fewest answers
    if (count[3] < 3) {
      EXPECT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
      ++errors;
      continue;
    }
    ASSERT_OK(result.status());
    EXPECT_TRUE(result->sum.equal(PlainSum(options, sent, last))) << pattern;
    EXPECT_EQ(result->summed.size(), count[2]);
    ++sums;
  }
  // of five, three or more stay: 10 * 9 + 5 * 3 + 1
  EXPECT_EQ(sums, 106);
  EXPECT_EQ(errors, 1024 - 106);
}

TEST(SecureSumTest, HasTheSameBitsInAnyOrderAndUnderAnySeed) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const auto sent = Normalised(SomeClients(2, 9, 1000, dtype));
    const Last last = {{10, SecureStage::kShares},
                       {13, SecureStage::kMasked},
                       {16, SecureStage::kKeys}};
    const at::Tensor want = PlainSum({}, sent, last);
    for (Seed seed = 0; seed < 5; ++seed) {
      ASSERT_OK_AND_ASSIGN(const SecureSumResult result,
                           SecureSum({}, Shuffled(sent, seed), last, seed));
      EXPECT_TRUE(result.sum.equal(want)) << seed;
      EXPECT_EQ(result.sum.scalar_type(), dtype);
      EXPECT_THAT(result.summed, ElementsAre(7, 13, 19, 22, 25, 28, 31));
    }
  }
}

// Each client rounds by half a step of 8 / (2^21 - 1) at most. The mean is of
// those who answered.
TEST(SecureSumTest, GivesTheWeightedMean) {
  auto sent = Normalised(SomeClients(3, 6, 500, at::kDouble));
  ASSERT_OK_AND_ASSIGN(
      const SecureSumResult result,
      SecureSum({}, sent, {{sent[2].client, SecureStage::kShares}}, 1));
  sent.erase(sent.begin() + 2);
  EXPECT_LT(Gap(result.sum.div(result.weight), WeightedMean(sent)),
            5 * 4 / 2097151.0 / result.weight + 1e-12);
  EXPECT_EQ(result.clipped, 0);
}

// The largest sums that there can be, of both signs: the head room suffices.
TEST(SecureSumTest, DoesNotOverflow) {
  for (const int64_t bits : {2, 22, 52}) {
    const SecureSumOptions options{.range = 8, .bits = bits};
    for (const int64_t clients : {2, 3, 4, 5, 8, 9}) {
      std::vector<ClientValue> sent;
      for (int64_t i = 0; i < clients; ++i) {
        sent.push_back({i, 1, Row({1e9, -8})});
      }
      ASSERT_OK_AND_ASSIGN(const SecureSumResult result,
                           SecureSum(options, sent, {}, 1));
      const double most = 8.0 * clients;
      // a sum of more than 53 bits is rounded to a double, and so is a quotient
      EXPECT_LE(Gap(result.sum, Row({most, -most})), most * 0x1p-52)
          << bits << " bits, " << clients << " clients";
      EXPECT_EQ(result.clipped, clients);
    }
  }
}

// k = 22 + 2 bits for three clients; the last stage that each answers.
TEST(SecureSumTest, CountsTheBytesOfEachClient) {
  const std::vector<ClientValue> sent = {{0, 1, at::zeros({10})},
                                         {1, 1, at::zeros({10})},
                                         {2, 1, at::zeros({10})}};
  ASSERT_OK_AND_ASSIGN(const SecureSumResult result,
                       SecureSum({}, sent, {{1, SecureStage::kShares}}, 1));
  const SecureRound round{3, 3, 2, 10, 24};
  ASSERT_EQ(result.traffic.size(), 3);
  for (int64_t i = 0; i < 3; ++i) {
    const SecureTraffic want = SecureTrafficOf(
        round, i == 1 ? SecureStage::kShares : SecureStage::kUnmask);
    EXPECT_EQ(result.traffic[i].client, i);
    EXPECT_EQ(result.traffic[i].bytes.up, want.up);
    EXPECT_EQ(result.traffic[i].bytes.down, want.down);
  }
}

TEST(SecureSumTest, SaysWhichStageHadTooFew) {
  const auto sent = SomeClients(4, 5, 3, at::kDouble);
  const auto status = [&](SecureStage stage) {
    return SecureSum({}, sent, {{7, stage}, {10, stage}, {13, stage}}, 1)
        .status();
  };
  const std::string need = "needs 3 of 5 clients in each stage; ";
  const auto expect = [&](SecureStage stage, const std::string& deed) {
    EXPECT_THAT(status(stage), StatusIs(absl::StatusCode::kUnavailable,
                                        HasSubstr(need + deed)));
  };
  expect(SecureStage::kKeys, "the number that shared its secrets is 2");
  expect(SecureStage::kShares, "the number that sent its masked numbers is 2");
  expect(SecureStage::kMasked,
         "the number that helped to take the masks off is 2");
}

TEST(SecureSumTest, NeedsTwoClients) {
  EXPECT_THAT(SecureSum({}, {Sent(1, 2)}, {}, 1),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("needs two clients or more")));
  // two of whom one leaves: the sum would be the other's value
  EXPECT_THAT(SecureSum({.threshold = 0.1}, {Sent(1, 2), Sent(2, 2)},
                        {{1, SecureStage::kShares}}, 1),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST(SecureSumTest, AClientWithoutANumberIsAnErrorUnlessItLeft) {
  const std::vector<ClientValue> sent = {Sent(1, 2), Sent(2, std::nan("")),
                                         Sent(3, 1)};
  EXPECT_THAT(SecureSum({}, sent, {}, 1),
              StatusIs(absl::StatusCode::kOutOfRange,
                       HasSubstr("client 2 rounds what it sends: number 0 of 1 "
                                 "is not finite")));
  EXPECT_OK(SecureSum({}, sent, {{2, SecureStage::kShares}}, 1));
}

TEST(SecureSumDeathTest, RefusesAWrongCall) {
  EXPECT_DEATH((void)SecureSum({}, {Sent(1, 2), Sent(2, 1)},
                               {{3, SecureStage::kKeys}}, 1),
               "1 of those who leave take no part");
  EXPECT_DEATH((void)SecureSum({}, {Sent(1, 2, 3), Sent(2, 1)}, {}, 1),
               "a weight must be in .0, 1.; got 3");
}

}  // namespace
}  // namespace flow::federated
