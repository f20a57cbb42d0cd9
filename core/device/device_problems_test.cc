#include "core/device/device_problems.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/device/device_testing.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/mlp.h"
#include "core/path/affine_path.h"
#include "core/tensor/random_tensor.h"
#include "core/train/batch_source.h"
#include "core/train/changed_batches_testing.h"
#include "core/train/given_regression.h"
#include "core/train/prediction_regression.h"
#include "core/train/prefetched_batches.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

void Weigh(Stretch* stretch) {
  stretch->rows.weight_b =
      2 * UniformTensor(stretch->first, stretch->rows.t_b.size(0));
}

std::shared_ptr<const Batches> FourAtOnce() {
  return std::make_shared<BatchSource>(StandardNormal(2), StandardNormal(2),
                                       std::make_shared<IndependentCoupling>(),
                                       BatchOptions{.size = 10, .stretch = 4},
                                       /*seed=*/5);
}

// A regression with scales and weights of its own, over pairs with and without.
TEST(DeviceProblemsTest, HaveTheLossesOfThePairs) {
  const auto objective = std::make_shared<PredictionRegression>(
      LinearPathOptions{0.1}, Prediction::kScore,
      [](double t) { return 1 + t; });
  const Mlp network(MlpOptions{.dim = 2, .hidden = {8}});
  const Parameters weights = network.Initialize(3);
  const auto device = CpuDevice();
  const std::shared_ptr<const Batches> sources[] = {
      FourAtOnce(), std::make_shared<ChangedBatches>(FourAtOnce(), Weigh)};
  for (const auto& pairs : sources) {
    const DeviceProblems problems(pairs, objective, device.get());
    ASSERT_OK_AND_ASSIGN(const Stretch there, problems.GetStretch(6));
    ASSERT_OK_AND_ASSIGN(const Stretch here, pairs->GetStretch(6));
    EXPECT_EQ(there.first, 4);
    EXPECT_EQ(there.steps, 4);
    EXPECT_EQ(problems.StretchEnd(6), 8);
    EXPECT_EQ(there.rows.coupling.cost, here.rows.coupling.cost);
    const Batch problem = there.At(6), pair = here.At(6);
    at::Tensor losses = GivenRegression().RowLosses(network, weights, problem) *
                        problem.weight_b;
    at::Tensor expected = objective->RowLosses(network, weights, pair);
    if (pair.weight_b.defined()) expected = expected * pair.weight_b;
    EXPECT_TRUE(losses.allclose(expected, 1e-5, 1e-6));
    EXPECT_EQ(problem.dropout.seed, pair.dropout.seed);
    EXPECT_EQ(problem.dropout.first_row, pair.dropout.first_row);
  }
}

TEST(DeviceProblemsTest, MayBeMadeBySeveralThreads) {
  const auto objective = std::make_shared<PredictionRegression>(
      LinearPathOptions{0.1}, Prediction::kData);
  const auto device = CpuDevice();
  const auto problems =
      std::make_shared<DeviceProblems>(FourAtOnce(), objective, device.get());
  const PrefetchedBatches ahead(problems, 40, /*threads=*/4);
  for (int64_t step = 2; step < 40; step = ahead.StretchEnd(step)) {
    ASSERT_OK_AND_ASSIGN(const Stretch a, ahead.GetStretch(step));
    ASSERT_OK_AND_ASSIGN(const Stretch b, problems->GetStretch(step));
    EXPECT_TRUE(a.rows.point_bd.equal(b.rows.point_bd));
    EXPECT_TRUE(a.rows.target_be.equal(b.rows.target_be));
    EXPECT_TRUE(a.rows.t_b.equal(b.rows.t_b));
  }
}

}  // namespace
}  // namespace flow::core
