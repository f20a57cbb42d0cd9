#include "federated/aggregation/aggregation_options.h"

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

TEST(LeastClientsTest, AreThoseThatTheRuleIsDefinedFor) {
  EXPECT_EQ(LeastClients(FedAvgOptions{}), 1);
  EXPECT_EQ(LeastClients(TrimmedMeanOptions{.trim = 0.4}), 1);
  EXPECT_EQ(LeastClients(KrumOptions{.byzantine = 0}), 3);
  EXPECT_EQ(LeastClients(KrumOptions{.byzantine = 2}), 7);
  EXPECT_EQ(LeastClients(MultiKrumOptions{.byzantine = 1, .keep = 2}), 5);
  EXPECT_EQ(LeastClients(MultiKrumOptions{.byzantine = 1, .keep = 9}), 9);
}

}  // namespace
}  // namespace flow::federated
