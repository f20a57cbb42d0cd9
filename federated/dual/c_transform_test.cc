#include "federated/dual/c_transform.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/empty_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "ATen/ops/zeros_like.h"
#include "core/nn/mlp_potential.h"
#include "core/tensor/random_tensor.h"
#include "federated/dual/dual_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

const GaussianTransport kGaussian{{1, -2, 0.5}, 0.5};
const core::MlpPotentialOptions kMlp{.dim = 3, .hidden = {16, 16}};

at::Tensor Normal(Seed seed, int64_t rows, int64_t dim = 3) {
  return core::NormalTensor(seed, rows, dim).to(at::kDouble);
}

core::Parameters MlpParameters() {
  return CastTo(at::kDouble, core::MlpPotential(kMlp).Initialize(7));
}

TEST(CTransformTest, SharedScoresAreTheDefinition) {
  const core::MlpPotential f(kMlp);
  const core::Parameters p = MlpParameters();
  const at::Tensor x1 = Normal(1, 5), z = Normal(2, 9);
  const at::Tensor score = CandidateScores(f, p, x1, z);
  const at::Tensor value = f.Values(p, z);
  ASSERT_EQ(score.sizes(), (std::vector<int64_t>{5, 9}));
  for (int64_t b = 0; b < 5; ++b) {
    for (int64_t k = 0; k < 9; ++k) {
      EXPECT_NEAR(score[b][k].item<double>(),
                  ((z[k] - x1[b]).square().sum() - value[k]).item<double>(),
                  1e-12);
    }
  }
}

// 3 x 3000 candidates: more than one chunk of evaluations and of costs.
TEST(CTransformTest, AFreshPoolHoldsTheSameScoresAsASharedOne) {
  const core::MlpPotential f(kMlp);
  const core::Parameters p = MlpParameters();
  const at::Tensor x1 = Normal(1, 3), z = Normal(2, 9000).view({3, 3000, 3});
  const at::Tensor score = CandidateScores(f, p, x1, z);
  for (int64_t b = 0; b < 3; ++b) {
    EXPECT_LT(Largest(score[b] -
                      CandidateScores(f, p, x1.slice(0, b, b + 1), z[b])[0]),
              1e-12);
  }
}

TEST(CTransformTest, TheBestIsThatOfBruteForceAndTheLowerOfEqualOnes) {
  const core::MlpPotential f(kMlp);
  const core::Parameters p = MlpParameters();
  const at::Tensor x1 = Normal(1, 40), z = Normal(2, 100).view({100, 3});
  const at::Tensor score = CandidateScores(f, p, x1, z);
  const at::Tensor best = BestCandidates(score);
  for (int64_t b = 0; b < 40; ++b) {
    int64_t least = 0;
    for (int64_t k = 1; k < 100; ++k) {
      if (score[b][k].item<double>() < score[b][least].item<double>()) {
        least = k;
      }
    }
    EXPECT_EQ(best[b].item<int64_t>(), least);
  }
  const at::Tensor ties =
      at::tensor({3.0, 1.0, 2.0, 1.0, 1.0}, at::kDouble).expand({40, 5});
  EXPECT_TRUE(BestCandidates(ties).eq(1).all().item<bool>());
  EXPECT_TRUE(BestCandidates(at::zeros({3, 1000})).eq(0).all().item<bool>());
}

TEST(CTransformTest, AChoiceIsARowOfItsPool) {
  const at::Tensor z = Normal(2, 12);
  const at::Tensor choice = at::tensor({2, 0, 1, 2}, at::kLong);
  EXPECT_TRUE(ChosenCandidates(z, choice).equal(z.index_select(0, choice)));
  EXPECT_TRUE(ChosenCandidates(z.view({4, 3, 3}), choice)
                  .equal(z.index_select(0, at::tensor({2, 3, 7, 11}))));
}

// The potential's own map: T(x) = x - grad f(x) / 2.
TEST(CTransformTest, TheGaussianPotentialsMapIsTheTransport) {
  const at::Tensor x = Normal(1, 30);
  const at::Tensor slope =
      QuadraticPotential().Gradients(kGaussian.potential(), x);
  EXPECT_LT(Largest(x - 0.5 * slope - kGaussian.Forward(x)), 1e-14);
}

// Each step contracts by 1 - 2 r s = 1/2: 60 of them by 1e-18.
TEST(CTransformTest, DescentFindsTheGaussiansCTransform) {
  const at::Tensor x = Normal(1, 30), y = kGaussian.Forward(x);
  const core::Parameters p = kGaussian.potential();
  const at::Tensor z = DescendInner(QuadraticPotential(), p, y, Normal(2, 30),
                                    {.steps = 60, .step_size = 0.5});
  EXPECT_LT(Largest(z - x), 1e-12);
  const at::Tensor value =
      (z - y).square().sum(1) - QuadraticPotential().Values(p, z);
  EXPECT_LT(Largest(value - kGaussian.Transform(y)), 1e-12);
}

TEST(CTransformTest, ADescentStepIsTheFormula) {
  const core::MlpPotential f(kMlp);
  const core::Parameters p = MlpParameters();
  const at::Tensor y = Normal(1, 4), z = Normal(2, 4);
  EXPECT_LT(Largest(DescendInner(f, p, y, z, {.steps = 1, .step_size = 0.3}) -
                    (z - 0.3 * (2 * (z - y) - f.Gradients(p, z)))),
            1e-14);
  EXPECT_TRUE(DescendInner(f, p, y, z, {.steps = 0}).equal(z));
}

TEST(CTransformTest, TheSoftMinimumIsTheDefinition) {
  const at::Tensor score = Normal(3, 6, 10);
  const SoftMinimum soft = SoftTransform(score, 0.7);
  const at::Tensor power = (score / -0.7).exp();
  EXPECT_LT(Largest(soft.value_b + 0.7 * power.mean(1).log()), 1e-14);
  EXPECT_LT(Largest(soft.weight_bk - power / power.sum(1, true)), 1e-14);
}

// least <= f^{c,e} <= least + e log K, and the weights go to the best.
TEST(CTransformTest, WithoutEntropyTheSoftMinimumIsTheLeast) {
  const at::Tensor score = Normal(3, 6, 10);
  const at::Tensor least = score.amin(1);
  for (const double entropy : {1.0, 1e-2, 1e-5}) {
    const SoftMinimum soft = SoftTransform(score, entropy);
    const at::Tensor above = soft.value_b - least;
    EXPECT_GE(above.min().item<double>(), -1e-14);
    EXPECT_LE(above.max().item<double>(), entropy * std::log(10.0) + 1e-14);
  }
  const at::Tensor weight = SoftTransform(score, 1e-5).weight_bk;
  EXPECT_LT(Largest(weight.gather(1, BestCandidates(score).unsqueeze(1)) - 1),
            1e-12);
}

// f in one dimension from its slope f'(x) = 2 (x - T(x)), summed up by the
// trapezium rule on a grid.
class GridPotential : public core::Potential {
 public:
  GridPotential(const at::Tensor& x_n, const at::Tensor& map_n)
      : low_(x_n[0].item<double>()),
        step_(x_n[1].item<double>() - x_n[0].item<double>()) {
    const at::Tensor slope_n = 2 * (x_n - map_n);
    value_n_ = at::zeros_like(x_n);
    value_n_.slice(0, 1).copy_(
        (0.5 * step_ * (slope_n.slice(0, 1) + slope_n.slice(0, 0, -1)))
            .cumsum(0));
  }

  core::Parameters Initialize(Seed) const override { return {}; }
  // on the grid alone
  at::Tensor Values(const core::Parameters&,
                    const at::Tensor& x_bd) const override {
    return value_n_.index_select(
        0, ((x_bd.squeeze(1) - low_) / step_).round().to(at::kLong));
  }

 private:
  double low_, step_;
  at::Tensor value_n_;
};

double NormalBelow(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Clients' targets N(-2, 0.6^2) and N(3, 0.8^2) with weights 0.3 and 0.7.
double MixtureBelow(double y) {
  return 0.3 * NormalBelow((y + 2) / 0.6) + 0.7 * NormalBelow((y - 3) / 0.8);
}

double MixtureQuantile(double p) {
  double low = -12, high = 14;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (MixtureBelow(middle) < p ? low : high) = middle;
  }
  return low;
}

// N(0, 1) to the mixture by quantiles, T = F^-1(Phi). All of it by sums over
// one grid: the c-transform of T(x) is reached at x, and J is the cost. |x| <=
// 5 leaves out a mass of 6e-7; between grid points a minimum is missed by less
// than (1 + max T') h^2 with h = 0.005 and T' up to 40 where the mixture has
// hardly any mass.
TEST(CTransformTest, TheMixtureOnALineIsTransportedByQuantiles) {
  const int64_t n = 2001;
  const at::Tensor x = at::linspace(-5, 5, n, at::kDouble);
  at::Tensor map = at::empty_like(x);
  for (int64_t i = 0; i < n; ++i) {
    map[i] = MixtureQuantile(NormalBelow(x[i].item<double>()));
  }
  const GridPotential f(x, map);
  const at::Tensor score =
      CandidateScores(f, {}, map.unsqueeze(1), x.unsqueeze(1));
  const at::Tensor best = BestCandidates(score);
  EXPECT_LT(Largest(best - at::arange(n)), 3);
  const at::Tensor mass =
      (-0.5 * x.square()).exp() * (0.005 / std::sqrt(2 * std::numbers::pi));
  const double cost = (mass * (x - map).square()).sum().item<double>();
  const double dual = (mass * (f.Values({}, x.unsqueeze(1)) + score.amin(1)))
                          .sum()
                          .item<double>();
  EXPECT_NEAR(dual, cost, 1e-3 * cost);
  // 0.3 * 4 + 0.7 * 9 + ... - 2 E[x T(x)]: far from that of no transport
  EXPECT_GT(cost, 3);
}

}  // namespace
}  // namespace flow::federated
