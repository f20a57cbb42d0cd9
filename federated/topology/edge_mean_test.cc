#include "federated/topology/edge_mean.h"

#include <vector>

#include "federated/aggregation/client_value_testing.h"
#include "federated/aggregation/weighted_mean.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// Clients 7, 10, ..., 64 of 80.
std::vector<ClientValue> Some(at::ScalarType dtype) {
  return SomeClients(5, 20, 100, dtype);
}

// Groups {0, 1} and {2, 3}: (1 * 2 + 3 * 4) / 4 = 3.5 and 8.
TEST(EdgeMeansTest, ByHand) {
  const auto means = EdgeMeans(*ClientGroups::Create(4, 2),
                               {Sent(1, 4, 3), Sent(3, 8, 5), Sent(0, 2, 1)});
  ASSERT_EQ(means.size(), 2);
  EXPECT_EQ(means[0].client, 0);
  EXPECT_EQ(means[0].weight, 4);
  EXPECT_EQ(means[0].value.item<double>(), 3.5);
  EXPECT_EQ(means[1].client, 1);
  EXPECT_EQ(means[1].weight, 5);
  EXPECT_EQ(means[1].value.item<double>(), 8);
}

// Adding on to the sums of the groups before would count client 0 three times
// and give (3 * 0 + 2 * 6 + 12) / 6 = 4.
TEST(EdgeMeansTest, EveryClientCountsOnce) {
  const auto means = EdgeMeans(*ClientGroups::Create(3, 3),
                               {Sent(0, 0), Sent(1, 6), Sent(2, 12)});
  EXPECT_EQ(WeightedMean(means).item<double>(), 6);
}

// Numbers below 4 and 20 groups at most: means of groups are rounded to half a
// unit in the last place of float32, 1.2e-7, and so is the last mean.
TEST(EdgeMeansTest, TheirMeanIsThatOfTheClients) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    const at::Tensor star = WeightedMean(Some(dtype));
    for (const int64_t groups : {1, 2, 4, 16, 80}) {
      const at::Tensor tree = WeightedMean(
          EdgeMeans(*ClientGroups::Create(80, groups), Some(dtype)));
      EXPECT_LT(Gap(tree, star), dtype == at::kFloat ? 2.5e-7 : 1e-14)
          << groups;
    }
  }
}

// With one group, or a group for each client, nothing is rounded twice.
TEST(EdgeMeansTest, OneGroupAndSingleClientsAreTheStarBitByBit) {
  const at::Tensor star = WeightedMean(Some(at::kFloat));
  for (const int64_t groups : {1, 80}) {
    const auto means =
        EdgeMeans(*ClientGroups::Create(80, groups), Some(at::kFloat));
    EXPECT_EQ(means.size(), groups == 1 ? 1 : 20);
    EXPECT_TRUE(WeightedMean(means).equal(star)) << groups;
  }
}

TEST(EdgeMeansTest, BitsDoNotDependOnTheOrderOfAnswers) {
  const ClientGroups groups = *ClientGroups::Create(80, 8);
  const auto means = EdgeMeans(groups, Some(at::kFloat));
  const auto again = EdgeMeans(groups, Shuffled(Some(at::kFloat), 3));
  ASSERT_EQ(means.size(), again.size());
  for (size_t i = 0; i < means.size(); ++i) {
    EXPECT_EQ(means[i].client, again[i].client);
    EXPECT_EQ(means[i].weight, again[i].weight);
    EXPECT_TRUE(means[i].value.equal(again[i].value));
  }
}

TEST(EdgeMeansTest, AGroupWithoutWeightSendsNothing) {
  const auto means = EdgeMeans(*ClientGroups::Create(6, 3),
                               {Sent(0, 1), Sent(2, 1, 0), Sent(3, 1, 0)});
  ASSERT_EQ(means.size(), 1);
  EXPECT_EQ(means[0].client, 0);
}

TEST(EdgeMeansDeathTest, RefusesAClientThatIsNotThere) {
  EXPECT_DEATH(EdgeMeans(*ClientGroups::Create(4, 2), {Sent(4, 1)}),
               "from 0 to 3; got 4");
}

}  // namespace
}  // namespace flow::federated
