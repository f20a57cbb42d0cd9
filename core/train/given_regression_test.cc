#include "core/train/given_regression.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// f(x, t) = (x, t), one column more than x has.
class Beside : public Network {
 public:
  Parameters Initialize(Seed) const override { return {}; }
  at::Tensor Outputs(const Parameters&,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    return at::concat({x_bd, t_b.unsqueeze(1)}, 1);
  }
};

TEST(GivenRegressionTest, IsTheMeanSquareToWhatCameWithTheBatch) {
  const Batch batch = {.t_b = UniformTensor(1, 6),
                       .point_bd = NormalTensor(2, 6, 2),
                       .target_be = NormalTensor(3, 6, 3)};
  const at::Tensor losses = GivenRegression().RowLosses(Beside(), {}, batch);
  const at::Tensor expected =
      ((batch.point_bd - batch.target_be.narrow(1, 0, 2)).square().sum(1) +
       (batch.t_b - batch.target_be.select(1, 2)).square()) /
      3;
  EXPECT_TRUE(at::allclose(losses, expected, 1e-6, 1e-6));
  // of a few rows as of all
  EXPECT_TRUE(
      at::allclose(GivenRegression().RowLosses(Beside(), {}, Rows(batch, 2, 5)),
                   losses.narrow(0, 2, 3), 1e-6, 1e-6));
}

TEST(GivenRegressionTest, ScalesWhatTheNetworkSays) {
  Batch batch = {.t_b = UniformTensor(1, 6),
                 .point_bd = NormalTensor(2, 6, 2),
                 .target_be = NormalTensor(3, 6, 3),
                 .scale_b = 1 + UniformTensor(4, 6)};
  const at::Tensor losses = GivenRegression().RowLosses(Beside(), {}, batch);
  // |c f - y|^2 = c^2 |f - y / c|^2
  batch.target_be = batch.target_be / batch.scale_b.unsqueeze(1);
  const at::Tensor square_b = std::exchange(batch.scale_b, {}).square();
  EXPECT_TRUE(at::allclose(
      losses, square_b * GivenRegression().RowLosses(Beside(), {}, batch), 1e-5,
      1e-6));
}

TEST(GivenRegressionDeathTest, NeedsTargets) {
  const Batch pairs = {.x0_bd = NormalTensor(1, 2, 2),
                       .x1_bd = NormalTensor(2, 2, 2),
                       .t_b = UniformTensor(3, 2)};
  EXPECT_DEATH(GivenRegression().ProblemOf(pairs), "points and targets");
}

}  // namespace
}  // namespace flow::core
