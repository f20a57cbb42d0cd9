#include "field_matching/pair_sum.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/full.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/softmax.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "core/path/affine_path.h"
#include "core/path/mixture_marginal.h"
#include "core/path/path_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

using core::AffinePath;
using core::GaussianComponent;
using core::IndexTensor;
using core::NormalTensor;
using core::PathOptions;

constexpr int64_t kPoints = 30, kPairs = 11;

at::Tensor Draw(Seed seed, int64_t rows, int64_t dim) {
  return NormalTensor(seed, rows, dim).to(at::kDouble);
}

at::Tensor MiddleTimes(int64_t rows) {
  return 0.2 + 0.6 * core::UniformTensor(6, rows).to(at::kDouble);
}

// Pair by pair, by the path's own answers.
TEST(PairSumTest, IsTheMeanByDensities) {
  const at::Tensor x = Draw(1, kPoints, 3), t = MiddleTimes(kPoints);
  const at::Tensor x0 = Draw(2, kPairs, 3), x1 = Draw(3, kPairs, 3);
  for (const auto& [name, options] : core::EveryPath()) {
    const AffinePath path(options);
    for (const Given given : {Given::kPair, Given::kTarget}) {
      SCOPED_TRACE(name);
      std::vector<at::Tensor> log_densities, velocities;
      for (int64_t k = 0; k < kPairs; ++k) {
        const at::Tensor from = x0[k].expand_as(x), to = x1[k].expand_as(x);
        const auto log_density = given == Given::kPair
                                     ? path.LogDensity(x, from, to, t)
                                     : path.LogDensityGivenTarget(x, to, t);
        if (!log_density) break;
        log_densities.push_back(*log_density);
        velocities.push_back(given == Given::kPair
                                 ? *path.Velocity(x, from, to, t)
                                 : *path.VelocityGivenTarget(x, to, t));
      }
      if (log_densities.empty()) continue;
      const at::Tensor log_density = at::stack(log_densities, 1);
      const at::Tensor weight = at::softmax(log_density, 1);
      const PairSum sum = SumOfPairs(options, given, x, t, x0, x1);
      EXPECT_TRUE(at::allclose(
          sum.flow.velocity_bd,
          (weight.unsqueeze(2) * at::stack(velocities, 1)).sum(1), 1e-9, 1e-9));
      EXPECT_TRUE(at::allclose(
          sum.flow.log_density_b,
          at::logsumexp(log_density, 1) - std::log(1.0 * kPairs), 1e-9, 1e-9));
      EXPECT_TRUE(at::allclose(sum.effective_pairs_b,
                               1 / weight.square().sum(1), 1e-9, 1e-9));
    }
  }
}

// Point sets, as mixtures of laws without width.
std::vector<GaussianComponent> PointsOf(const at::Tensor& x_nd) {
  std::vector<GaussianComponent> points;
  for (int64_t i = 0; i < x_nd.size(0); ++i) {
    points.push_back(
        {.mean = {x_nd[i][0].item<double>(), x_nd[i][1].item<double>()},
         .std = 0});
  }
  return points;
}

// All pairs of two point sets: the exact marginal flow of their independent
// coupling. In more rows than are summed at once.
TEST(PairSumTest, OfAllPairsIsTheMarginalFlow) {
  constexpr int64_t kFrom = 40, kTo = 50, kMany = 700;
  const at::Tensor x0 = Draw(1, kFrom, 2), x1 = 2 * Draw(2, kTo, 2);
  const at::Tensor x = Draw(3, kMany, 2), t = MiddleTimes(kMany);
  const PathOptions path = core::TubePathOptions{0.8};
  const core::MixtureMarginal marginal(PointsOf(x0), PointsOf(x1), path);
  const PairSum sum =
      SumOfPairs(path, Given::kPair, x, t, x0.repeat_interleave(kTo, 0),
                 x1.repeat({kFrom, 1}));
  EXPECT_TRUE(
      at::allclose(sum.flow.velocity_bd, marginal.Velocity(x, t), 1e-9, 1e-9));
  EXPECT_TRUE(at::allclose(sum.flow.log_density_b, marginal.LogDensity(x, t),
                           1e-9, 1e-9));
}

// A problem on a line: pairs (-1 or 1 or 0, six targets), a wide tube.
class EstimatorTest : public testing::Test {
 protected:
  static constexpr int64_t kSets = 6000;

  // K pairs of each of many sets, drawn independently: [sets, K].
  struct Sets {
    at::Tensor x0, x1;
  };
  Sets DrawSets(Seed seed, int64_t pairs) const {
    const auto draw = [&](Seed s, const at::Tensor& from) {
      return from.index_select(0, IndexTensor(s, from.size(0), kSets * pairs))
          .view({kSets, pairs});
    };
    return {draw(seed, source_), draw(seed + 1, target_)};
  }

  // The sum over set i at x[i], for all of them.
  FlowValue SumOfEach(const Sets& sets, const at::Tensor& x) const {
    std::vector<at::Tensor> velocity, log_density;
    for (int64_t i = 0; i < x.size(0); ++i) {
      const PairSum one =
          SumOfPairs(path_, Given::kPair, x[i].view({1, 1}),
                     at::full({1}, kTime, at::kDouble), sets.x0[i].unsqueeze(1),
                     sets.x1[i].unsqueeze(1));
      velocity.push_back(one.flow.velocity_bd[0][0]);
      log_density.push_back(one.flow.log_density_b[0]);
    }
    return {at::stack(velocity), at::stack(log_density)};
  }

  at::Tensor Exact(const at::Tensor& x) const {
    const int64_t from = source_.size(0), to = target_.size(0);
    return SumOfPairs(path_, Given::kPair, x.unsqueeze(1),
                      at::full_like(x, kTime),
                      source_.repeat_interleave(to).unsqueeze(1),
                      target_.repeat({from}).unsqueeze(1))
        .flow.velocity_bd.squeeze(1);
  }

  // How many of its standard errors the mean of independent draws is off zero.
  static double ErrorsOffZero(const at::Tensor& draws) {
    return (draws.mean() / (draws.std() / std::sqrt(1.0 * draws.numel())))
        .abs()
        .item<double>();
  }

  static constexpr double kTime = 0.4;
  const PathOptions path_ = core::TubePathOptions{0.7};
  const at::Tensor source_ = at::tensor({-1.0, 0.0, 1.0}, at::kDouble);
  const at::Tensor target_ =
      at::tensor({-3.0, -2.0, 0.5, 1.0, 2.0, 4.0}, at::kDouble);
};

// The gap to the exact velocity is no function of x: neither its mean nor its
// correlation with x nor with the sign of x is off zero by more than five
// standard errors, which happens by chance 6e-7 of the time for each of nine.
// Its spread falls with K.
TEST_F(EstimatorTest, WithItsOwnPairInTheSetItIsUnbiased) {
  double spread = 1e9;
  for (const int64_t pairs : {1, 2, 8}) {
    const Sets sets = DrawSets(10 * pairs, pairs);
    const AffinePath path(path_);
    const at::Tensor x =
        path.At(sets.x0.narrow(1, 0, 1), sets.x1.narrow(1, 0, 1),
                at::full({kSets}, kTime, at::kDouble), Draw(7, kSets, 1))
            .x_bd.squeeze(1);
    const at::Tensor gap = SumOfEach(sets, x).velocity_bd - Exact(x);
    EXPECT_LT(ErrorsOffZero(gap), 5) << pairs;
    EXPECT_LT(ErrorsOffZero(gap * x), 5) << pairs;
    EXPECT_LT(ErrorsOffZero(gap * x.sign()), 5) << pairs;
    EXPECT_LT(gap.std().item<double>(), spread) << pairs;
    spread = gap.std().item<double>();
  }
}

// At a point of its own the mean is biased by O(1/K): at x = -1.2 and two pairs
// by more than ten standard errors. Weighted by the density it is not.
TEST_F(EstimatorTest, AtAPointOfItsOwnItNeedsTheDensity) {
  const at::Tensor x = at::full({kSets}, -1.2, at::kDouble);
  const at::Tensor exact = Exact(x);
  double bias = 1e9;
  for (const int64_t pairs : {1, 2, 8}) {
    const FlowValue sum = SumOfEach(DrawSets(10 * pairs + 5, pairs), x);
    const at::Tensor gap = sum.velocity_bd - exact;
    if (pairs < 8) {
      EXPECT_GT(ErrorsOffZero(gap), 10) << pairs;
    }
    EXPECT_LT(std::abs(gap.mean().item<double>()), bias) << pairs;
    bias = std::abs(gap.mean().item<double>());
    EXPECT_LT(ErrorsOffZero(gap * sum.log_density_b.exp()), 5) << pairs;
  }
}

// Of 256 pairs in two dimensions many have a share, in 256 dimensions one.
TEST(PairSumTest, FewPairsHaveAShareInManyDimensions) {
  const auto median = [](int64_t dim) {
    const at::Tensor x0 = Draw(1, 256, dim), x1 = Draw(2, 256, dim);
    const PathOptions path = core::TubePathOptions{1};
    const at::Tensor t = at::full({256}, 0.5, at::kDouble);
    const at::Tensor x = AffinePath(path).At(x0, x1, t, Draw(3, 256, dim)).x_bd;
    return SumOfPairs(path, Given::kPair, x, t, x0, x1)
        .effective_pairs_b.median()
        .item<double>();
  };
  EXPECT_GT(median(2), 50);
  EXPECT_LT(median(256), 1.01);
}

TEST(PairSumDeathTest, ALineHasNoDensity) {
  const at::Tensor x = Draw(1, 2, 2);
  EXPECT_DEATH(SumOfPairs(core::LinearPathOptions{}, Given::kPair, x,
                          MiddleTimes(2), x, x),
               "a path without a density");
}

}  // namespace
}  // namespace flow::field_matching
