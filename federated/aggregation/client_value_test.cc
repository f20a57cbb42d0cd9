#include "federated/aggregation/client_value.h"

#include <vector>

#include "ATen/ops/zeros.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

TEST(InOrderOfClientsTest, SortsByNumber) {
  const auto ordered = InOrderOfClients({Sent(5, 1), Sent(-2, 2), Sent(3, 3)});
  ASSERT_EQ(ordered.size(), 3);
  EXPECT_EQ(ordered[0].client, -2);
  EXPECT_EQ(ordered[1].client, 3);
  EXPECT_EQ(ordered[2].client, 5);
  EXPECT_EQ(ordered[0].value.item<double>(), 2);
}

TEST(InOrderOfClientsDeathTest, RefusesWhatIsNotOneAnswerEach) {
  EXPECT_DEATH(InOrderOfClients({}), "somebody must have answered");
  EXPECT_DEATH(InOrderOfClients({Sent(4, 1), Sent(4, 2)}),
               "client 4 must answer once");
}

TEST(InOrderOfClientsDeathTest, RefusesRowsThatDiffer) {
  const auto with = [](at::Tensor value) {
    InOrderOfClients({Sent(1, 0), {2, 1, value}});
  };
  EXPECT_DEATH(with({}), "client 2 must send one contiguous row");
  EXPECT_DEATH(with(at::zeros({1, 1}, at::kDouble)), "one contiguous row");
  EXPECT_DEATH(with(at::zeros({2, 2}, at::kDouble).select(1, 0)),
               "one contiguous row");
  EXPECT_DEATH(with(at::zeros({1}, at::kLong)), "float32 or float64");
  EXPECT_DEATH(with(at::zeros({1}, at::kFloat)), "same shape and dtype");
  EXPECT_DEATH(with(at::zeros({2}, at::kDouble)), "client 2 sent 2 numbers");
}

}  // namespace
}  // namespace flow::federated
