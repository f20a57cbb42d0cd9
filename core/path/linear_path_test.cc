#include "core/path/linear_path.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 50, kDim = 3;

class LinearPathTest : public testing::Test {
 protected:
  const at::Tensor x0_ = NormalTensor(1, kRows, kDim).to(at::kDouble);
  const at::Tensor x1_ = NormalTensor(2, kRows, kDim).to(at::kDouble);
  const at::Tensor t_ = UniformTensor(3, kRows).to(at::kDouble);
  const at::Tensor noise_ = NormalTensor(4, kRows, kDim).to(at::kDouble);
};

TEST_F(LinearPathTest, BeginsAtTheSourceAndEndsAtTheTarget) {
  const LinearPath path({.sigma = 0});
  const at::Tensor t0 = at::zeros({kRows}, at::kDouble);
  EXPECT_TRUE(path.At(x0_, x1_, t0, {}).x_bd.equal(x0_));
  EXPECT_TRUE(path.At(x0_, x1_, t0 + 1, {}).x_bd.equal(x1_));
}

TEST_F(LinearPathTest, VelocityIsTheTimeDerivativeAtFixedNoise) {
  const LinearPath path({.sigma = 0.3});
  const double h = 1e-5;
  const at::Tensor difference = (path.At(x0_, x1_, t_ + h, noise_).x_bd -
                                 path.At(x0_, x1_, t_ - h, noise_).x_bd) /
                                (2 * h);
  const PathPoint point = path.At(x0_, x1_, t_, noise_);
  EXPECT_TRUE(at::allclose(difference, point.velocity_bd, 1e-9, 1e-9));
}

TEST_F(LinearPathTest, LogDensityIsThatOfTheTube) {
  const double sigma = 0.3;
  const LinearPath path({.sigma = sigma});
  const PathPoint point = path.At(x0_, x1_, t_, noise_);
  const at::Tensor expected =
      -0.5 * noise_.square().sum(1) -
      kDim * std::log(sigma * std::sqrt(2 * std::numbers::pi));
  EXPECT_TRUE(at::allclose(*path.LogDensity(point.x_bd, x0_, x1_, t_), expected,
                           1e-10, 1e-10));
  EXPECT_FALSE(LinearPath({.sigma = 0})
                   .LogDensity(point.x_bd, x0_, x1_, t_)
                   .has_value());
}

TEST_F(LinearPathTest, KeepsTheDtype) {
  const PathPoint point = LinearPath({.sigma = 0.1})
                              .At(x0_.to(at::kFloat), x1_.to(at::kFloat),
                                  t_.to(at::kFloat), noise_.to(at::kFloat));
  EXPECT_EQ(point.x_bd.scalar_type(), at::kFloat);
  EXPECT_EQ(point.velocity_bd.scalar_type(), at::kFloat);
}

}  // namespace
}  // namespace flow::core
