#include "core/path/affine_path.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/zeros.h"
#include "core/path/path_coefficients.h"
#include "core/path/path_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 50, kDim = 3;

class AffinePathTest : public testing::Test {
 protected:
  const at::Tensor x0_ = NormalTensor(1, kRows, kDim).to(at::kDouble);
  const at::Tensor x1_ = NormalTensor(2, kRows, kDim).to(at::kDouble);
  const at::Tensor t_ = UniformTensor(3, kRows).to(at::kDouble) * 0.98 + 0.01;
  const at::Tensor noise_ = NormalTensor(4, kRows, kDim).to(at::kDouble);
};

// The gradient of `log_density` at `x`.
template <typename F>
at::Tensor Gradient(const F& log_density, const at::Tensor& x) {
  const at::Tensor leaf = x.detach().clone().requires_grad_();
  return torch::autograd::grad({log_density(leaf).sum()}, {leaf})[0];
}

TEST_F(AffinePathTest, ALineBeginsAtTheSourceAndEndsAtTheTarget) {
  const AffinePath path(LinearPathOptions{});
  const at::Tensor t0 = at::zeros({kRows}, at::kDouble);
  EXPECT_TRUE(path.At(x0_, x1_, t0, {}).x_bd.equal(x0_));
  EXPECT_TRUE(path.At(x0_, x1_, t0 + 1, {}).x_bd.equal(x1_));
  EXPECT_TRUE(path.At(x0_, x1_, t_, {}).velocity_bd.equal(x1_ - x0_));
}

TEST_F(AffinePathTest, IsTheFormulaRowByRow) {
  for (const auto& [name, options] : EveryPath()) {
    SCOPED_TRACE(name);
    const PathPoint point = AffinePath(options).At(x0_, x1_, t_, noise_);
    for (int64_t i = 0; i < kRows; i += 7) {
      const PathCoefficients c = CoefficientsAt(options, t_[i].item<double>());
      EXPECT_TRUE(at::allclose(
          point.x_bd[i],
          c.source * x0_[i] + c.target * x1_[i] + c.noise * noise_[i], 1e-13,
          1e-13));
      EXPECT_TRUE(at::allclose(point.velocity_bd[i],
                               c.source_rate * x0_[i] + c.target_rate * x1_[i] +
                                   c.noise_rate * noise_[i],
                               1e-13, 1e-13));
    }
  }
}

// Third derivatives in time are below 3/8 (0.01)^(-5/2) = 4e4 times the
// points' 4: an error of h^2 / 6 times that, 3e-6.
TEST_F(AffinePathTest, VelocityIsTheTimeDerivativeAtFixedNoise) {
  const double h = 1e-5;
  for (const auto& [name, options] : EveryPath()) {
    const AffinePath path(options);
    const at::Tensor difference = (path.At(x0_, x1_, t_ + h, noise_).x_bd -
                                   path.At(x0_, x1_, t_ - h, noise_).x_bd) /
                                  (2 * h);
    EXPECT_TRUE(at::allclose(
        difference, path.At(x0_, x1_, t_, noise_).velocity_bd, 1e-5, 1e-5))
        << name;
  }
}

TEST_F(AffinePathTest, GivenThePairItIsATube) {
  const double sigma = 0.3;
  const AffinePath path(LinearPathOptions{sigma});
  const PathPoint point = path.At(x0_, x1_, t_, noise_);
  const at::Tensor expected =
      -0.5 * noise_.square().sum(1) -
      kDim * std::log(sigma * std::sqrt(2 * std::numbers::pi));
  EXPECT_TRUE(at::allclose(*path.LogDensity(point.x_bd, x0_, x1_, t_), expected,
                           1e-10, 1e-10));
}

TEST_F(AffinePathTest, AnswersForTheLawsThatItHas) {
  for (const auto& [name, options] : EveryPath()) {
    const AffinePath path(options);
    EXPECT_EQ(path.LogDensity(x0_, x0_, x1_, t_).has_value(), path.uses_noise())
        << name;
    EXPECT_EQ(path.Score(x0_, x0_, x1_, t_).has_value(), path.uses_noise())
        << name;
  }
  EXPECT_FALSE(AffinePath(StochasticInterpolantPathOptions{
                              .interpolant = Interpolant::kMirror})
                   .LogDensityGivenTarget(x0_, x1_, t_)
                   .has_value());
  EXPECT_TRUE(AffinePath(VpPathOptions{})
                  .LogDensityGivenTarget(x0_, x1_, t_)
                  .has_value());
  // of a standard Gaussian source, where any would do
  const at::Tensor spread = ((1 - t_).square() + 0.09).sqrt();
  EXPECT_TRUE(at::allclose(
      *AffinePath(LinearPathOptions{0.3}).LogDensityGivenTarget(x0_, x1_, t_),
      -0.5 * ((x0_ - t_.unsqueeze(1) * x1_) / spread.unsqueeze(1))
                  .square()
                  .sum(1) -
          kDim * (spread * std::sqrt(2 * std::numbers::pi)).log(),
      1e-10, 1e-10));
}

TEST_F(AffinePathTest, ScoresAreGradientsOfLogDensities) {
  for (const auto& [name, options] : EveryPath()) {
    SCOPED_TRACE(name);
    const AffinePath path(options);
    if (const auto score = path.Score(x0_, x1_, x1_, t_)) {
      const at::Tensor gradient = Gradient(
          [&](const at::Tensor& x) {
            return *path.LogDensity(x, x1_, x1_, t_);
          },
          x0_);
      EXPECT_TRUE(at::allclose(*score, gradient, 1e-9, 1e-9));
    }
    if (const auto score = path.ScoreGivenTarget(x0_, x1_, t_)) {
      const at::Tensor gradient = Gradient(
          [&](const at::Tensor& x) {
            return *path.LogDensityGivenTarget(x, x1_, t_);
          },
          x0_);
      EXPECT_TRUE(at::allclose(*score, gradient, 1e-9, 1e-9));
    }
  }
}

// In one dimension: p_t(x | x1) integrates to one, and moves with the velocity
// given the target: with x0 = (x - b x1) / a, d p / d t = - d (p u) / d x.
// Tails beyond 400 scales hold 2 / (pi 400) = 0.0016 of a Cauchy law, the
// midpoint rule adds less.
TEST_F(AffinePathTest, DensityGivenTheTargetIsCarriedByTheVelocity) {
  const at::Tensor x = at::linspace(-400, 400, 80001, at::kDouble).unsqueeze(1);
  const at::Tensor x1 = at::full_like(x, 0.7);
  const double h = 1e-5, time = 0.4;
  for (const PathOptions& options :
       {PathOptions(VpPathOptions{}), PathOptions(LinearVpPathOptions{}),
        PathOptions(TargetConditionalPathOptions{0.1}),
        PathOptions(CauchyPathOptions{2, 0.5}),
        PathOptions(StudentTPathOptions{3, 4, 0.2})}) {
    SCOPED_TRACE(options.index());
    const AffinePath path(options);
    const at::Tensor t = at::full({x.size(0)}, time, at::kDouble);
    const PathCoefficients c = CoefficientsAt(options, time);
    const auto density = [&](const at::Tensor& at_x, const at::Tensor& at_t) {
      return path.LogDensityGivenTarget(at_x, x1, at_t)->exp();
    };
    EXPECT_NEAR(density(x, t).sum().item<double>() * 0.01, 1, 0.003);
    const auto flux = [&](const at::Tensor& at_x) {
      const at::Tensor x0 = (at_x - c.target * x1) / c.source;
      return density(at_x, t) * path.At(x0, x1, t, {}).velocity_bd.squeeze(1);
    };
    const at::Tensor rate = (density(x, t + h) - density(x, t - h)) / (2 * h);
    const at::Tensor divergence = (flux(x + h) - flux(x - h)) / (2 * h);
    EXPECT_TRUE(at::allclose(rate, -divergence, 1e-6, 1e-7));
  }
}

TEST_F(AffinePathTest, TheVelocityGivenThePairIsThatOfItsNoise) {
  for (const auto& [name, options] : EveryPath()) {
    SCOPED_TRACE(name);
    const AffinePath path(options);
    const PathPoint point = path.At(x0_, x1_, t_, noise_);
    const auto velocity = path.Velocity(point.x_bd, x0_, x1_, t_);
    ASSERT_EQ(velocity.has_value(), path.uses_noise());
    if (!velocity) continue;
    EXPECT_TRUE(at::allclose(*velocity, point.velocity_bd, 1e-9, 1e-9));
  }
}

// Along its own lines a density thins out as they spread: d log p / dt = -div
// u. Differences over h = 1e-5 leave an error of the third derivative, below
// 1e6 where a scale is a hundredth, times h^2 / 6: 2e-5.
TEST_F(AffinePathTest, VelocitiesCarryTheirDensities) {
  const double h = 1e-5;
  const at::Tensor time = 0.2 + 0.6 * t_;
  const auto expect_carried = [&](const auto& log_density,
                                  const auto& velocity) {
    const at::Tensor leaf = x0_.detach().clone().requires_grad_();
    const at::Tensor u = velocity(leaf);
    at::Tensor divergence = at::zeros({kRows}, at::kDouble);
    for (int64_t d = 0; d < kDim; ++d) {
      divergence += torch::autograd::grad({u.select(1, d).sum()}, {leaf}, {},
                                          /*retain_graph=*/true)[0]
                        .select(1, d);
    }
    const at::Tensor step = h * u.detach();
    const at::Tensor rate = (log_density(x0_ + step, time + h) -
                             log_density(x0_ - step, time - h)) /
                            (2 * h);
    EXPECT_TRUE(at::allclose(rate, -divergence, 1e-4, 1e-4));
  };
  for (const auto& [name, options] : EveryPath()) {
    SCOPED_TRACE(name);
    const AffinePath path(options);
    if (path.uses_noise()) {
      expect_carried(
          [&](const at::Tensor& x, const at::Tensor& t) {
            return *path.LogDensity(x, x1_, x1_, t);
          },
          [&](const at::Tensor& x) {
            return *path.Velocity(x, x1_, x1_, time);
          });
    }
    const bool knows = path.LogDensityGivenTarget(x0_, x1_, time).has_value();
    ASSERT_EQ(path.VelocityGivenTarget(x0_, x1_, time).has_value(), knows);
    if (!knows) continue;
    expect_carried(
        [&](const at::Tensor& x, const at::Tensor& t) {
          return *path.LogDensityGivenTarget(x, x1_, t);
        },
        [&](const at::Tensor& x) {
          return *path.VelocityGivenTarget(x, x1_, time);
        });
  }
}

TEST_F(AffinePathTest, KeepsTheDtype) {
  const PathPoint point = AffinePath(LinearPathOptions{0.1})
                              .At(x0_.to(at::kFloat), x1_.to(at::kFloat),
                                  t_.to(at::kFloat), noise_.to(at::kFloat));
  EXPECT_EQ(point.x_bd.scalar_type(), at::kFloat);
  EXPECT_EQ(point.velocity_bd.scalar_type(), at::kFloat);
}

TEST_F(AffinePathTest, APathWithoutNoiseNeedsNone) {
  const AffinePath path(VpPathOptions{});
  EXPECT_FALSE(path.uses_noise());
  EXPECT_TRUE(
      path.At(x0_, x1_, t_, {}).x_bd.equal(path.At(x0_, x1_, t_, noise_).x_bd));
}

}  // namespace
}  // namespace flow::core
