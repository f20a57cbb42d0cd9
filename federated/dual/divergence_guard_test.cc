#include "federated/dual/divergence_guard.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/nn/mlp_potential.h"
#include "core/tensor/random_tensor.h"
#include "federated/dual/dual_gradient.h"
#include "federated/dual/dual_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

const SemidualOptions kPoolOnly{.candidates = 64, .inner = {.steps = 0}};

at::Tensor Normal(Seed seed, int64_t rows) {
  return core::NormalTensor(seed, rows, 3).to(at::kDouble);
}

TEST(DivergenceGuardTest, TheBoundIsTheCheapestPermutationAndAMargin) {
  const at::Tensor x0 = Normal(1, 5), x1 = 2 * Normal(2, 5) + 1;
  std::vector<int64_t> order(5), best;
  std::iota(order.begin(), order.end(), 0);
  double least = INFINITY;
  do {
    double cost = 0;
    for (int64_t i = 0; i < 5; ++i) {
      cost += (x0[order[i]] - x1[i]).square().sum().item<double>() / 5;
    }
    if (cost < least) least = cost, best = order;
  } while (std::next_permutation(order.begin(), order.end()));
  const at::Tensor cost_b =
      (x0.index_select(0, at::tensor(best)) - x1).square().sum(1);
  const double deviation =
      std::sqrt((cost_b - least).square().mean().item<double>());
  ASSERT_OK_AND_ASSIGN(
      const DualBound bound,
      DivergenceGuard({.standard_errors = 3, .share = 0.1}, kPoolOnly)
          .Bound(x0, x1));
  EXPECT_NEAR(bound.cost, least, 1e-5);
  EXPECT_NEAR(bound.bound, 1.1 * least + 3 * deviation / std::sqrt(5.0), 1e-4);

  SemidualOptions soft = kPoolOnly;
  soft.read_out = ReadOut::kSoftmin;
  soft.entropy = 0.5;
  ASSERT_OK_AND_ASSIGN(
      const DualBound wider,
      DivergenceGuard({.standard_errors = 3, .share = 0.1}, soft)
          .Bound(x0, x1));
  EXPECT_NEAR(wider.bound, bound.bound + 0.5 * std::log(64.0), 1e-12);
}

// f is any network, scaled by up to 1000: where the pool is the batch's own x0,
// J cannot exceed the cost itself, not even by a margin.
TEST(DivergenceGuardTest, WeakDualityHoldsForEveryPotential) {
  const core::MlpPotentialOptions mlp{.dim = 3, .hidden = {16}};
  const auto f = std::make_shared<core::MlpPotential>(mlp);
  SemidualOptions soft = kPoolOnly;
  soft.read_out = ReadOut::kSoftmin;
  soft.entropy = 0.3;
  for (const double scale : {0.0, 1.0, 30.0, 1000.0}) {
    core::Parameters p = f->Initialize(3);
    for (core::NamedTensor& one : p) one.value = one.value.to(at::kDouble);
    p[2].value = p[2].value * scale;
    const at::Tensor x0 = Normal(1, 64), x1 = 2 * Normal(2, 64) + 1;
    for (const SemidualOptions& options : {kPoolOnly, soft}) {
      const double dual =
          DualGradient(f, options).Compute(p, {x0, x1, x0}).dual_value;
      ASSERT_OK_AND_ASSIGN(
          const DualBound bound,
          DivergenceGuard({.standard_errors = 0, .share = 0}, options)
              .Bound(x0, x1));
      EXPECT_LE(dual, bound.bound + 1e-5) << scale;
    }
  }
}

// A pool that is not the batch's own x0 but as large, at the exact potential of
// Gaussians: J is below the bound in the mean, and its noise a fraction of the
// margin. In 64 dimensions no candidate is near the true partner and J far
// above OT, but so is transport within the batch.
TEST(DivergenceGuardTest, AnIndependentPoolIsNoAlarm) {
  for (const int64_t dim : {1, 16, 64}) {
    const GaussianTransport gaussian{std::vector<double>(dim, 0.5), 0.6};
    const auto f = std::make_shared<QuadraticPotential>();
    const DivergenceGuard guard({}, kPoolOnly);
    double worst = -INFINITY;  // in margins
    const auto normal = [dim](Seed seed) {
      return core::NormalTensor(seed, 64, dim).to(at::kDouble);
    };
    for (Seed seed = 0; seed < 60; ++seed) {
      const at::Tensor x0 = normal(3 * seed);
      const at::Tensor x1 = gaussian.Forward(normal(3 * seed + 1));
      const double dual =
          DualGradient(f, kPoolOnly)
              .Compute(gaussian.potential(), {x0, x1, normal(3 * seed + 2)})
              .dual_value;
      const DualBound bound = guard.Bound(x0, x1).value();
      worst = std::max(worst, (dual - bound.cost) / (bound.bound - bound.cost));
    }
    EXPECT_LT(worst, 0.25) << dim;
  }
}

TEST(DivergenceGuardTest, NamesTheStepTheBoundAndTheRemedy) {
  const at::Tensor x0 = Normal(1, 20), x1 = Normal(2, 20);
  const DivergenceGuard pool({}, kPoolOnly);
  const double bound = pool.Bound(x0, x1)->bound;
  EXPECT_OK(pool.Check(7, bound - 1e-9, x0, x1));
  EXPECT_THAT(
      pool.Check(7, bound + 1e-9, x0, x1),
      StatusIs(absl::StatusCode::kOutOfRange, testing::HasSubstr("step_size")));
  SemidualOptions random = kPoolOnly;
  random.inner.start = InnerStart::kSourceSample;
  EXPECT_THAT(
      DivergenceGuard({}, random).Check(1200, 812.5, x0, x1),
      StatusIs(absl::StatusCode::kOutOfRange,
               testing::AllOf(
                   testing::HasSubstr("step 1200: the dual value J = 812.5 "
                                      "must be at most "),
                   testing::HasSubstr("'inner { start: POOL_MINIMUM }'"))));
  for (const double value : {NAN, INFINITY, -INFINITY}) {
    EXPECT_THAT(pool.Check(0, value, x0, x1),
                StatusIs(absl::StatusCode::kOutOfRange));
  }
}

TEST(DivergenceGuardTest, ChecksEveryFewSteps) {
  const DivergenceGuard guard({.every = 20}, kPoolOnly);
  EXPECT_TRUE(guard.IsDue(0));
  EXPECT_FALSE(guard.IsDue(19));
  EXPECT_TRUE(guard.IsDue(20));
}

}  // namespace
}  // namespace flow::federated
