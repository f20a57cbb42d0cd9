#include "federated/rounds/group_means.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

ClientValue Sent(int64_t client, double weight, double value) {
  return {client, weight, at::tensor(std::vector<double>{value})};
}

double NumberOf(const at::Tensor& value) { return value.item<double>(); }

// Of two groups of two: 1 * 4 + 3 * 8 of four, and the second has sent nothing.
TEST(GroupMeansTest, TheMeanOfThoseWhoSend) {
  GroupMeans means(2, 2);
  means.Add({Sent(0, 1, 4), Sent(1, 3, 8)});
  EXPECT_EQ(NumberOf(means.OfGroup(0)), 7);
  EXPECT_FALSE(means.OfGroup(1).defined());
  EXPECT_EQ(NumberOf(means.OfAll()), 7);
}

// The first group counts 4 + 1 over two rounds, the second 5 in one of them.
TEST(GroupMeansTest, GroupsCountByAllWhoSentAndHaveWhatWasSentLast) {
  GroupMeans means(2, 2);
  means.Add({Sent(0, 1, 4), Sent(1, 3, 8)});
  means.Add({Sent(0, 1, 3), Sent(3, 5, 1)});
  EXPECT_EQ(NumberOf(means.OfGroup(0)), 3);
  EXPECT_EQ(NumberOf(means.OfGroup(1)), 1);
  EXPECT_EQ(NumberOf(means.OfAll()), 2);
}

TEST(GroupMeansTest, NobodyHasSent) {
  GroupMeans means(1, 3);
  EXPECT_FALSE(means.OfAll().defined());
  means.Add({});
  EXPECT_FALSE(means.OfAll().defined());
  means.Add({Sent(2, 0, 1)});
  EXPECT_FALSE(means.OfAll().defined());
  means.Add({Sent(1, 2, 1)});
  EXPECT_TRUE(means.OfAll().defined());
  means.Clear();
  EXPECT_FALSE(means.OfAll().defined());
  EXPECT_FALSE(means.OfGroup(0).defined());
}

}  // namespace
}  // namespace flow::federated
