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
#include "core/distribution/gaussian_mixture.h"
#include "core/path/affine_path.h"
#include "core/path/path_coefficients.h"
#include "core/path/path_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

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
                              {{.mean = {0, 3}, .std = 0.5}},
                              LinearPathOptions{});
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

class EveryPathTest : public testing::Test {
 protected:
  const at::Tensor x_ = at::linspace(-3, 3, 61, at::kDouble).unsqueeze(1);
  const std::vector<NamedPath> paths_ = EveryPath();

  static at::Tensor Time(double t) { return at::full({61}, t, at::kDouble); }
};

// d log p / d t + u d log p / d x + d u / d x = 0, by central differences.
// Their error, h^2 / 6 times a third derivative, stays under 1e-5 for
// derivatives up to 6e5: where narrow components meet they are the largest.
TEST_F(EveryPathTest, ObeysTheContinuityEquation) {
  const double h = 1e-5;
  for (const auto& [name, path] : paths_) {
    const MixtureMarginal field(kSource, kTarget, path);
    for (const double time : {0.1, 0.35, 0.6, 0.9}) {
      const at::Tensor t = Time(time);
      const at::Tensor rate =
          (field.LogDensity(x_, t + h) - field.LogDensity(x_, t - h)) / (2 * h);
      const at::Tensor divergence =
          (field.Velocity(x_ + h, t) - field.Velocity(x_ - h, t)).squeeze(1) /
          (2 * h);
      const at::Tensor carried =
          (field.Velocity(x_, t) * field.Score(x_, t)).squeeze(1);
      EXPECT_TRUE(at::allclose(rate, -carried - divergence, 1e-5, 1e-5))
          << name << " at " << time << ": "
          << (rate + carried + divergence).abs().max().item<double>();
    }
  }
}

TEST_F(EveryPathTest, ScoreIsTheGradientOfTheLogDensity) {
  for (const auto& [name, path] : paths_) {
    const MixtureMarginal field(kSource, kTarget, path);
    const at::Tensor x = x_.clone().requires_grad_();
    const at::Tensor gradient =
        torch::autograd::grad({field.LogDensity(x, Time(0.6)).sum()}, {x})[0];
    EXPECT_TRUE(
        at::allclose(field.Score(x_, Time(0.6)), gradient, 1e-10, 1e-10))
        << name;
  }
}

// x = a E[x0 | x] + b E[x1 | x] + c E[z | x], and by Stein's identity the noise
// that is expected is -c times the score.
TEST_F(EveryPathTest, PosteriorMeansExplainThePoint) {
  for (const auto& [name, path] : paths_) {
    const MixtureMarginal field(kSource, kTarget, path);
    const PathCoefficients c = CoefficientsAt(path, 0.35);
    const auto means = field.PosteriorMeans(x_, Time(0.35));
    EXPECT_TRUE(at::allclose(c.source * means.source_bd +
                                 c.target * means.target_bd +
                                 c.noise * means.noise_bd,
                             x_, 1e-10, 1e-10))
        << name;
    EXPECT_TRUE(at::allclose(
        means.noise_bd, -c.noise * field.Score(x_, Time(0.35)), 1e-10, 1e-10))
        << name;
  }
}

at::Tensor LogDensityOf(const std::vector<GaussianComponent>& mixture,
                        const at::Tensor& x) {
  return *(*GaussianMixture::Create(mixture))->LogDensity(x);
}

// Begins at the source and ends at the target, but for the traces that the
// headers of the paths tell of.
TEST_F(EveryPathTest, EndsAtItsLaws) {
  int begun = 0, ended = 0;
  for (const auto& [name, path] : paths_) {
    const MixtureMarginal field(kSource, kTarget, path);
    const PathCoefficients first = CoefficientsAt(path, 0);
    const PathCoefficients last = CoefficientsAt(path, 1);
    if (first.source == 1 && first.target == 0 && first.noise == 0) {
      ++begun;
      EXPECT_TRUE(at::allclose(field.LogDensity(x_, Time(0)),
                               LogDensityOf(kSource, x_), 1e-10, 1e-10))
          << name;
    }
    if (last.source < 1e-7 && last.noise < 1e-7) {
      ++ended;
      EXPECT_TRUE(at::allclose(field.LogDensity(x_, Time(1)),
                               LogDensityOf(kTarget, x_), 1e-10, 1e-10))
          << name;
    }
  }
  EXPECT_GE(begun, 25);
  EXPECT_GE(ended, 25);
}

// Out and back along the same curve: gamma(t) = gamma(1 - t).
TEST_F(EveryPathTest, AMirrorTurnsItsVelocityAround) {
  const MixtureMarginal field(
      kTarget, kTarget,
      StochasticInterpolantPathOptions{.interpolant = Interpolant::kMirror});
  EXPECT_TRUE(at::allclose(field.Velocity(x_, Time(0.2)),
                           -field.Velocity(x_, Time(0.8)), 1e-10, 1e-10));
}

// sigma sqrt(t (1 - t)) z has c c' = sigma^2 / 2 at t = 0, though c' is
// infinite there: u = m1 - m0 + (sigma^2 / 2 - s0^2) / s0^2 (x - m0).
TEST_F(EveryPathTest, ABridgeHasItsLimitAtItsBeginning) {
  const MixtureMarginal field({{.mean = {0.5}, .std = 0.8}},
                              {{.mean = {2}, .std = 0.3}},
                              BrownianBridgePathOptions{1.2});
  const at::Tensor limit = 1.5 + (0.72 - 0.64) / 0.64 * (x_ - 0.5);
  EXPECT_TRUE(at::allclose(field.Velocity(x_, Time(0)), limit, 1e-5, 1e-5));
}

// The velocity is the regression of the path's on x_t: its residual is
// orthogonal to any function of x_t. The mean of n = 100 000 residuals times
// |g| <= 1 has a standard error under s / sqrt(n) for s their root mean square;
// five of them are allowed (6e-7 false alarms each, had the seed not been
// fixed).
TEST(MixtureMarginalTest, IsTheRegressionOfThePathsVelocity) {
  constexpr int64_t kPairs = 100000;
  const at::Tensor x0 = NormalTensor(1, kPairs, 1).to(at::kDouble) * 0.8 + 0.5;
  const at::Tensor first = UniformTensor(2, kPairs).unsqueeze(1).lt(0.25);
  const at::Tensor z = NormalTensor(3, kPairs, 1).to(at::kDouble);
  const at::Tensor x1 = at::where(first, z * 0.5 - 2, z * 0.25 + 1.5);
  const at::Tensor noise = NormalTensor(4, kPairs, 1).to(at::kDouble);
  const at::Tensor t_b = at::full({kPairs}, 0.7, at::kDouble);
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{0.2}),
        PathOptions(BrownianBridgePathOptions{0.8}),
        PathOptions(VpPathOptions{}), PathOptions(StudentTPathOptions{3})}) {
    const MixtureMarginal field(kSource, kTarget, path);
    const PathPoint point = AffinePath(path).At(x0, x1, t_b, noise);
    const at::Tensor residual =
        point.velocity_bd - field.Velocity(point.x_bd, t_b);
    const double allowed =
        5 * std::sqrt(residual.square().mean().item<double>() / kPairs);
    for (const at::Tensor& g : {at::ones_like(residual), point.x_bd.sin(),
                                point.x_bd.cos(), point.x_bd.tanh()}) {
      EXPECT_NEAR((residual * g).mean().item<double>(), 0, allowed)
          << path.index();
    }
  }
}

}  // namespace
}  // namespace flow::core
