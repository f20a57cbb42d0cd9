#include "core/train/velocity_regression.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/zeros.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// v(x, t) = a x + t, with one parameter a.
class Affine : public Network {
 public:
  Parameters Initialize(Seed) const override {
    return {{"a", at::full({}, 0.0, at::kDouble)}};
  }
  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override {
    const auto& [x_bd, t_b, label_b, dropout] = input;
    return parameters[0].value * x_bd + t_b.unsqueeze(1);
  }
};

Batch RandomBatch() {
  return {NormalTensor(1, 6, 3).to(at::kDouble),
          NormalTensor(2, 6, 3).to(at::kDouble),
          UniformTensor(3, 6).to(at::kDouble),
          NormalTensor(4, 6, 3).to(at::kDouble),
          {}};
}

at::Tensor Losses(double sigma, double a, const Batch& batch) {
  const VelocityRegression objective(LinearPathOptions{sigma});
  return objective.RowLosses(Affine(), {{"a", at::full({}, a, at::kDouble)}},
                             batch);
}

// For a linear path x_t = (1 - t) x0 + t x1 + sigma z and u = x1 - x0.
TEST(VelocityRegressionTest, IsTheDefinitionRowByRow) {
  const Batch batch = RandomBatch();
  constexpr double kSigma = 0.3, kA = -1.7;
  const at::Tensor losses = Losses(kSigma, kA, batch);
  ASSERT_EQ(losses.sizes(), (at::IntArrayRef{6}));
  for (int64_t i = 0; i < 6; ++i) {
    const double t = batch.t_b[i].item<double>();
    double sum = 0;
    for (int64_t d = 0; d < 3; ++d) {
      const double x0 = batch.x0_bd[i][d].item<double>();
      const double x1 = batch.x1_bd[i][d].item<double>();
      const double z = batch.noise_bd[i][d].item<double>();
      const double x = (1 - t) * x0 + t * x1 + kSigma * z;
      const double miss = kA * x + t - (x1 - x0);
      sum += miss * miss;
    }
    EXPECT_NEAR(losses[i].item<double>(), sum / 3, 1e-12);
  }
}

TEST(VelocityRegressionTest, ARowsLossIsItsOwn) {
  const Batch batch = RandomBatch();
  EXPECT_TRUE(Losses(0.3, 1, Rows(batch, 2, 5))
                  .equal(Losses(0.3, 1, batch).narrow(0, 2, 3)));
}

// Every pair moves by (1, 1): the marginal velocity is 1, and Affine is 1 at
// a = 0 and t = 1.
TEST(VelocityRegressionTest, IsZeroAtTheVelocityOfThePath) {
  Batch batch = RandomBatch();
  batch.x1_bd = batch.x0_bd + 1;
  batch.t_b = at::full({6}, 1.0, at::kDouble);
  EXPECT_TRUE(
      at::allclose(Losses(0, 0, batch), at::zeros({6}, at::kDouble), 0, 1e-24));
}

TEST(VelocityRegressionTest, AWeightMultipliesTheRow) {
  const Batch batch = RandomBatch();
  const PathOptions path = LinearPathOptions{0.3};
  const VelocityRegression weighted(path, [](double t) { return 2 + t; });
  const Parameters parameters = {{"a", at::full({}, 1.0, at::kDouble)}};
  EXPECT_TRUE(at::allclose(weighted.RowLosses(Affine(), parameters, batch),
                           (2 + batch.t_b) * Losses(0.3, 1, batch), 1e-12,
                           1e-12));
}

TEST(VelocityRegressionTest, APathWithoutNoiseNeedsNone) {
  Batch batch = RandomBatch();
  const at::Tensor losses = Losses(0, 1, batch);
  batch.noise_bd = at::Tensor();
  EXPECT_TRUE(Losses(0, 1, batch).equal(losses));
}

}  // namespace
}  // namespace flow::core
