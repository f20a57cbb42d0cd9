#include "federated/rounds/local_clients.h"

#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/nn/flat_parameters.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/weighted_mean.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// 3 MiB of weights: fewer than five fit into what is added up at once.
constexpr int64_t kMany = 3 << 18;

core::Parameters Many() { return {{"w", at::zeros({kMany}, at::kFloat)}}; }

// Weights are drawn to a point of the client's own.
class Pull : public core::GradientSource {
 public:
  explicit Pull(Seed seed)
      : to_(core::NormalTensor(seed, 1, kMany).view({kMany})) {}

  absl::StatusOr<core::Gradient> Get(
      int64_t, const core::FlatParameters& parameters) override {
    return core::Gradient{parameters.flat - to_, 1};
  }

 private:
  at::Tensor to_;
};

class LocalClientsTest : public testing::TestWithParam<AggregationRule> {
 protected:
  LocalClients Make(int64_t count) {
    options_.aggregation.rule = GetParam();
    options_.clients = count;
    std::vector<Client> clients;
    for (int64_t i = 0; i < count; ++i) {
      clients.push_back({std::make_shared<Pull>(i), 1.0 + i});
    }
    return LocalClients(options_, {}, std::move(clients), Many(), 1, &pool_);
  }

  ThreadPool pool_{1};
  FederationOptions options_;
};

INSTANTIATE_TEST_SUITE_P(Rules, LocalClientsTest,
                         testing::Values(AggregationRule(FedSgdOptions{}),
                                         AggregationRule(FedAvgOptions{})));

// Nine of eleven clients, who are done in three goes.
TEST_P(LocalClientsTest, ForTheMeanAreThoseOfEachToTheBit) {
  LocalClients clients = Make(11);
  const at::Tensor weights = core::NormalTensor(77, 1, kMany).view({kMany});
  std::vector<ClientTask> tasks;
  for (int64_t i = 0; i < 11; ++i) {
    if (i != 3 && i != 8) tasks.push_back({i, weights});
  }
  ASSERT_OK_AND_ASSIGN(const ClientAnswers each, clients.Do({}, tasks));
  const at::Tensor mean = WeightedMean(ValuesOf(each, clients.weights()));
  ASSERT_OK_AND_ASSIGN(const MeanAnswers all, clients.DoForMean({}, tasks));
  EXPECT_TRUE(all.mean_p.equal(mean));
  ASSERT_EQ(all.answers.size(), 9);
  for (size_t k = 0; k < 9; ++k) {
    EXPECT_EQ(all.answers[k]->client, tasks[k].client);
    EXPECT_EQ(all.answers[k]->loss, each[k]->loss);
    EXPECT_FALSE(all.answers[k]->value.defined());
  }
}

}  // namespace
}  // namespace flow::federated
