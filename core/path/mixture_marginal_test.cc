#include "core/path/mixture_marginal.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/ones_like.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/where.h"
#include "core/path/linear_path.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const std::vector<GaussianComponent> kSource = {{.mean = {0.5}, .std = 0.8}};
const std::vector<GaussianComponent> kTarget = {
    {.weight = 1, .mean = {-2}, .std = 0.5},
    {.weight = 3, .mean = {1.5}, .std = 0.25}};

// One Gaussian to one Gaussian: m_t and s_t are known, and the flow is affine:
// v = m_t' + s_t'/s_t (x - m_t).
TEST(MixtureMarginalTest, IsAffineBetweenTwoGaussians) {
  const MixtureMarginal field({{.mean = {1, -1}, .std = 2}},
                              {{.mean = {0, 3}, .std = 0.5}}, 0);
  const double t = 0.3;
  const at::Tensor x = NormalTensor(1, 20, 2).to(at::kDouble);
  const at::Tensor mean = at::tensor({0.7, 0.2}, at::kDouble);
  const at::Tensor mean_rate = at::tensor({-1.0, 4.0}, at::kDouble);
  const double variance = 0.49 * 4 + 0.09 * 0.25;
  const double half_rate = -0.7 * 4 + 0.3 * 0.25;
  EXPECT_TRUE(at::allclose(field.Velocity(x, at::full({20}, t, at::kDouble)),
                           mean_rate + half_rate / variance * (x - mean), 1e-12,
                           1e-12));
}

// d p / d t = - d (p v) / d x, by central differences.
TEST(MixtureMarginalTest, ObeysTheContinuityEquation) {
  const MixtureMarginal field(kSource, kTarget, 0.1);
  const at::Tensor x = at::linspace(-3, 3, 61, at::kDouble).unsqueeze(1);
  const at::Tensor t = at::full({61}, 0.6, at::kDouble);
  const double h = 1e-5;
  const auto density = [&](const at::Tensor& at_x, const at::Tensor& at_t) {
    return field.LogDensity(at_x, at_t).exp();
  };
  const auto flux = [&](const at::Tensor& at_x) {
    return density(at_x, t) * field.Velocity(at_x, t).squeeze(1);
  };
  const at::Tensor rate = (density(x, t + h) - density(x, t - h)) / (2 * h);
  const at::Tensor divergence = (flux(x + h) - flux(x - h)) / (2 * h);
  EXPECT_TRUE(at::allclose(rate, -divergence, 1e-6, 1e-8));
}

// The velocity is the regression of x1 - x0 on x_t: its residual is orthogonal
// to any function of x_t. With n = 200 000 pairs and residuals of standard
// deviation under 2.5 times |g| <= 1, the mean has a standard error under
// 0.0056; five of them are allowed (6e-7 false alarms, had the seed not been
// fixed).
TEST(MixtureMarginalTest, IsTheRegressionOfThePathsVelocity) {
  constexpr int64_t kPairs = 200000;
  const double sigma = 0.2, t = 0.7;
  const MixtureMarginal field(kSource, kTarget, sigma);
  const at::Tensor x0 = NormalTensor(1, kPairs, 1).to(at::kDouble) * 0.8 + 0.5;
  const at::Tensor first = UniformTensor(2, kPairs).unsqueeze(1).lt(0.25);
  const at::Tensor z = NormalTensor(3, kPairs, 1).to(at::kDouble);
  const at::Tensor x1 = at::where(first, z * 0.5 - 2, z * 0.25 + 1.5);
  const at::Tensor t_b = at::full({kPairs}, t, at::kDouble);
  const PathPoint point =
      LinearPath({.sigma = sigma})
          .At(x0, x1, t_b, NormalTensor(4, kPairs, 1).to(at::kDouble));
  const at::Tensor residual =
      point.velocity_bd - field.Velocity(point.x_bd, t_b);
  for (const at::Tensor& g : {at::ones_like(residual), point.x_bd.sin(),
                              point.x_bd.cos(), point.x_bd.tanh()}) {
    EXPECT_NEAR((residual * g).mean().item<double>(), 0, 5 * 0.0056);
  }
}

}  // namespace
}  // namespace flow::core
