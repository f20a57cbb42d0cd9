#include "federated/aggregation/join_clients.h"

#include <iterator>
#include <variant>
#include <vector>

#include "ATen/TensorOperators.h"
#include "federated/aggregation/client_value_testing.h"
#include "federated/aggregation/krum.h"
#include "federated/aggregation/robust_mean.h"
#include "federated/aggregation/weighted_mean.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

const AggregationRule kAll[] = {
    FedSgdOptions{},
    FedAvgOptions{},
    FedAvgMOptions{},
    FedAdaptiveOptions{},
    ScaffoldOptions{},
    MedianOptions{},
    TrimmedMeanOptions{.trim = 0.2},
    KrumOptions{.byzantine = 2},
    MultiKrumOptions{.byzantine = 2, .keep = 4},
};

TEST(JoinClientsTest, EveryRuleIsTried) {
  EXPECT_EQ(std::size(kAll), std::variant_size_v<AggregationRule>);
}

TEST(JoinClientsTest, AnyOrderOfTheClientsGivesTheSameBits) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const auto sent = SomeClients(1, 9, 3000, dtype);
    for (const AggregationRule& rule : kAll) {
      const at::Tensor joined = JoinClients(rule, sent);
      EXPECT_EQ(joined.scalar_type(), dtype);
      for (const Seed seed : {1, 2, 3, 4, 5}) {
        EXPECT_TRUE(JoinClients(rule, Shuffled(sent, seed)).equal(joined))
            << rule.index() << " " << seed;
      }
    }
  }
}

// Moving all by a vector moves the result by it: weights and their changes may
// be joined alike. Numbers below 8 round to 9e-16, a few times.
TEST(JoinClientsTest, MovesWithTheClients) {
  const auto sent = SomeClients(2, 9, 50, at::kDouble);
  const at::Tensor by = sent[4].value;
  auto moved = sent;
  for (ClientValue& c : moved) c.value = c.value + by;
  for (const AggregationRule& rule : kAll) {
    EXPECT_LT(Gap(JoinClients(rule, moved), JoinClients(rule, sent) + by),
              1e-14)
        << rule.index();
  }
}

TEST(JoinClientsTest, TakesTheRulesOwnMean) {
  const auto sent = SomeClients(3, 9, 50, at::kDouble);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(JoinClients(kAll[i], sent).equal(WeightedMean(sent))) << i;
  }
  EXPECT_TRUE(JoinClients(kAll[5], sent).equal(CoordinateMedian(sent)));
  EXPECT_TRUE(JoinClients(kAll[6], sent).equal(TrimmedMean(sent, 0.2)));
  EXPECT_TRUE(JoinClients(kAll[7], sent).equal(Krum(sent, 2)));
  EXPECT_TRUE(JoinClients(kAll[8], sent).equal(MultiKrum(sent, 2, 4)));
}

}  // namespace
}  // namespace flow::federated
