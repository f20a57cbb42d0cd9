#include "federated/aggregation/weighted_mean.h"

#include <limits>
#include <vector>

#include "ATen/ops/stack.h"
#include "ATen/ops/zeros.h"
#include "federated/aggregation/client_value_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// (1 * 2 + 3 * 4) / 4 = 3.5
TEST(WeightedMeanTest, IsTheMeanByWeights) {
  EXPECT_EQ(WeightedMean({Sent(0, 2, 1), Sent(1, 4, 3)}).item<double>(), 3.5);
}

// More coordinates than are summed at a time.
TEST(WeightedMeanTest, OfEqualWeightsIsTheMean) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    auto sent = SomeClients(1, 5, 5000, dtype);
    std::vector<at::Tensor> rows;
    for (ClientValue& c : sent) {
      c.weight = 37;
      rows.push_back(c.value.to(at::kDouble));
    }
    const at::Tensor mean = WeightedMean(sent);
    EXPECT_EQ(mean.scalar_type(), dtype);
    // numbers below 4: half a unit in the last place of float32 is 1.2e-7
    EXPECT_LT(Gap(mean.to(at::kDouble), at::stack(rows).mean(0)),
              dtype == at::kFloat ? 1.2e-7 : 1e-12);
  }
}

TEST(WeightedMeanTest, OfOneClientIsWhatItSent) {
  const auto sent = SomeClients(2, 1, 100, at::kDouble);
  EXPECT_TRUE(WeightedMean(sent).equal(sent[0].value));
}

// Double's roundings are far below float32's: no bit is lost.
TEST(WeightedMeanTest, OfEqualRowsIsTheRow) {
  auto sent = SomeClients(3, 6, 100, at::kFloat);
  for (ClientValue& c : sent) c.value = sent[0].value;
  EXPECT_TRUE(WeightedMean(sent).equal(sent[0].value));
}

TEST(WeightedMeanTest, DoesNotDependOnTheScaleOfWeights) {
  auto sent = SomeClients(4, 6, 100, at::kDouble);
  const at::Tensor mean = WeightedMean(sent);
  for (ClientValue& c : sent) c.weight *= 1024;
  EXPECT_TRUE(WeightedMean(sent).equal(mean));
}

TEST(WeightedMeanTest, AClientOfWeightZeroCountsNothing) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(WeightedMean({Sent(0, 2, 1), Sent(1, infinity, 0)}).item<double>(),
            2);
}

// However what comes is cut, a client of weight zero among it.
TEST(RunningMeanTest, IsTheWeightedMeanToTheBit) {
  for (const at::ScalarType dtype : {at::kFloat, at::kDouble}) {
    auto sent = SomeClients(5, 7, 5000, dtype);
    double total = 0;
    for (ClientValue& c : sent) {
      c.weight = c.client == 2 ? 0 : 0.1 * (1 + c.client);
      total += c.weight;
    }
    for (const size_t at_once : {1, 3, 7}) {
      RunningMean mean(total);
      for (size_t k = 0; k < sent.size(); k += at_once) {
        mean.Add(absl::MakeConstSpan(sent).subspan(k, at_once));
      }
      EXPECT_TRUE(mean.Mean().equal(WeightedMean(sent))) << at_once;
    }
  }
}

TEST(RunningMeanDeathTest, RefusesWhatDoesNotFollow) {
  EXPECT_DEATH(RunningMean(0), "the weights of all clients are zero");
  EXPECT_DEATH(RunningMean(1).Mean(), "somebody must have answered");
  RunningMean mean(2);
  mean.Add({Sent(4, 1, 1)});
  EXPECT_DEATH(mean.Add({Sent(3, 1, 1)}), "client 3 comes after client 4");
  EXPECT_DEATH(mean.Add({{5, 1, at::zeros({2}, at::kDouble)}}),
               "client 5 sent 2 numbers and those before 1");
}

TEST(WeightedMeanDeathTest, RefusesWeightsThatHaveNoShares) {
  EXPECT_DEATH(WeightedMean({Sent(3, 1, -1), Sent(4, 1, 2)}),
               "the weight of client 3 must be finite and >= 0; got -1");
  EXPECT_DEATH(
      WeightedMean({Sent(3, 1, std::numeric_limits<double>::quiet_NaN())}),
      "must be finite");
  EXPECT_DEATH(WeightedMean({Sent(3, 1, 0)}), "weights of all clients are");
}

}  // namespace
}  // namespace flow::federated
