#include "core/device/device_problems.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/device/device_testing.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/mlp.h"
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

// What only the host makes: with scales and weights of its own.
class OfTheHost : public RegressionObjective {
 public:
  Regression ProblemOf(const Batch& batch) const override {
    return {batch.x0_bd + batch.noise_bd, batch.x1_bd, batch.t_b,
            1 + batch.t_b};
  }
};

// Over pairs with weights and without.
TEST(DeviceProblemsTest, MayComeAsPointsAndTargets) {
  const auto objective = std::make_shared<OfTheHost>();
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
    EXPECT_FALSE(problem.x0_bd.defined() || problem.x1_bd.defined());
    at::Tensor losses = GivenRegression().RowLosses(network, weights, problem) *
                        problem.weight_b;
    at::Tensor expected = objective->RowLosses(network, weights, pair);
    if (pair.weight_b.defined()) expected = expected * pair.weight_b;
    EXPECT_TRUE(losses.allclose(expected, 1e-5, 1e-6));
    EXPECT_EQ(problem.dropout.seed, pair.dropout.seed);
    EXPECT_EQ(problem.dropout.first_row, pair.dropout.first_row);
  }
}

// Nothing of the pairs is on its way that can be drawn there.
TEST(DeviceProblemsTest, AlongAPathComeAsPairsWithTheFactorsOfTheirTimes) {
  const auto objective = std::make_shared<PredictionRegression>(
      LinearPathOptions{0.1}, Prediction::kScore,
      [](double t) { return 1 + t; });
  const auto device = CpuDevice();
  const auto pairs = std::make_shared<ChangedBatches>(FourAtOnce(), Weigh);
  const DeviceProblems problems(pairs, objective, device.get());
  ASSERT_OK_AND_ASSIGN(Stretch there, problems.GetStretch(6));
  ASSERT_OK_AND_ASSIGN(const Stretch here, pairs->GetStretch(6));
  EXPECT_EQ(there.first, 4);
  EXPECT_EQ(there.steps, 4);
  Batch& rows = there.rows;
  EXPECT_FALSE(rows.x0_bd.defined() || rows.noise_bd.defined());
  ASSERT_TRUE(rows.x0_draw && rows.noise_draw);
  EXPECT_TRUE(rows.weight_b.equal(here.rows.weight_b));
  rows.x0_bd = NormalTensor(rows.x0_draw->seed, 40, 2);
  rows.noise_bd = NormalTensor(rows.noise_draw->seed, 40, 2);
  const Regression problem = objective->ProblemOf(there.At(6));
  const Regression expected = objective->ProblemOf(here.At(6));
  EXPECT_TRUE(problem.x_bd.equal(expected.x_bd));
  EXPECT_TRUE(problem.target_be.equal(expected.target_be));
  EXPECT_TRUE(problem.scale_b.equal(expected.scale_b));
  EXPECT_TRUE(problem.weight_b.equal(expected.weight_b));
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
    EXPECT_TRUE(a.rows.x1_bd.equal(b.rows.x1_bd));
    EXPECT_TRUE(a.rows.factors_bk.equal(b.rows.factors_bk));
    EXPECT_TRUE(a.rows.t_b.equal(b.rows.t_b));
  }
}

}  // namespace
}  // namespace flow::core
