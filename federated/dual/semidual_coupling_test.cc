#include "federated/dual/semidual_coupling.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/nn/mlp_potential.h"
#include "core/tensor/random_tensor.h"
#include "federated/dual/dual_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

core::Points Cloud(Seed seed, int64_t n, int64_t dim) {
  return {core::NormalTensor(seed, n, dim), {}};
}

SemidualCoupling OfMlp(const SemidualOptions& options) {
  const auto f = std::make_shared<core::MlpPotential>(
      core::MlpPotentialOptions{.dim = 3, .hidden = {8, 8}});
  return SemidualCoupling(f, f->Initialize(4), options);
}

TEST(SemidualCouplingTest, AsksForAPoolOrForOneATarget) {
  EXPECT_EQ(OfMlp({.candidates = 50}).source_rows(8), 50);
  EXPECT_EQ(OfMlp({.candidates = 50, .pool = Pool::kFresh}).source_rows(8),
            400);
}

// By brute force in double, for both kinds of pool; no two scores here are as
// near as float32 rounds.
TEST(SemidualCouplingTest, PairsEachTargetWithItsBestCandidate) {
  const core::MlpPotential f({.dim = 3, .hidden = {8, 8}});
  const core::Parameters p = CastTo(at::kDouble, f.Initialize(4));
  const core::Points target = Cloud(1, 16, 3);
  for (const Pool pool : {Pool::kShared, Pool::kFresh}) {
    const SemidualCoupling coupling = OfMlp({.candidates = 50, .pool = pool});
    const core::Points source = Cloud(2, coupling.source_rows(16), 3);
    ASSERT_OK_AND_ASSIGN(const core::Pairs pairs,
                         coupling.Couple(source, target, 3));
    EXPECT_TRUE(pairs.target_b.equal(at::arange(16)));
    const at::Tensor z = source.x_nd.to(at::kDouble);
    const at::Tensor value = f.Values(p, z);
    double cost = 0;
    for (int64_t b = 0; b < 16; ++b) {
      const int64_t first = pool == Pool::kFresh ? 50 * b : 0;
      const at::Tensor x1 = target.x_nd[b].to(at::kDouble);
      int64_t best = first;
      double least = INFINITY;
      for (int64_t k = first; k < first + 50; ++k) {
        const double score =
            ((z[k] - x1).square().sum() - value[k]).item<double>();
        if (score < least) best = k, least = score;
      }
      EXPECT_EQ(pairs.source_b[b].item<int64_t>(), best);
      cost += (z[best] - x1).square().sum().item<double>() / 16;
    }
    EXPECT_NEAR(pairs.report.cost, cost, 1e-5);
  }
}

TEST(SemidualCouplingTest, TheReportCountsPartners) {
  const SemidualCoupling coupling = OfMlp({.candidates = 2});
  const core::Points source = Cloud(2, 2, 3);
  ASSERT_OK_AND_ASSIGN(const core::Pairs pairs,
                       coupling.Couple(source, Cloud(1, 40, 3), 3));
  const int64_t first = pairs.source_b.eq(0).sum().item<int64_t>();
  ASSERT_GT(first, 0);
  ASSERT_LT(first, 40);
  EXPECT_EQ(pairs.report.distinct_sources, 2.0 / 40);
  EXPECT_EQ(pairs.report.most_taken, std::max(first, 40 - first));
  const at::Tensor square = source.x_nd.square().sum(1).to(at::kDouble);
  EXPECT_NEAR(pairs.report.chosen_square,
              (first * square[0] + (40 - first) * square[1]).item<double>() /
                  40 / square.mean().item<double>(),
              1e-6);
}

TEST(SemidualCouplingTest, ACapSpreadsTheChoice) {
  const core::Points source = Cloud(2, 16, 3), target = Cloud(1, 64, 3);
  const core::Pairs free =
      OfMlp({.candidates = 16}).Couple(source, target, 3).value();
  const core::Pairs capped = OfMlp({.candidates = 16, .reuse_cap = 4})
                                 .Couple(source, target, 3)
                                 .value();
  EXPECT_GT(free.report.most_taken, 4);
  EXPECT_EQ(capped.report.most_taken, 4);
  EXPECT_EQ(capped.report.distinct_sources, 16.0 / 64);
  EXPECT_GT(capped.report.cost, free.report.cost);
}

TEST(SemidualCouplingTest, TheOrderOfCandidatesDoesNotMatter) {
  const SemidualCoupling coupling = OfMlp({.candidates = 60});
  const core::Points source = Cloud(2, 60, 3), target = Cloud(1, 20, 3);
  const core::Points turned{source.x_nd.flip({0}), {}};
  const at::Tensor a = coupling.Couple(source, target, 3)->source_b;
  const at::Tensor b = coupling.Couple(turned, target, 3)->source_b;
  EXPECT_TRUE(a.equal(59 - b));
  const core::Points back{target.x_nd.flip({0}), {}};
  EXPECT_TRUE(coupling.Couple(source, back, 3)->source_b.flip({0}).equal(a));
}

TEST(SemidualCouplingTest, ADivergedPotentialIsAnError) {
  const auto f = std::make_shared<core::MlpPotential>(
      core::MlpPotentialOptions{.dim = 3, .hidden = {8}});
  core::Parameters p = f->Initialize(4);
  p.back().value.fill_(NAN);
  EXPECT_THAT(SemidualCoupling(f, p, {.candidates = 5})
                  .Couple(Cloud(1, 5, 3), Cloud(2, 4, 3), 1),
              StatusIs(absl::StatusCode::kOutOfRange,
                       testing::HasSubstr("score is not finite")));
}

struct Chosen {
  double square;     // mean |x0|^2 / D of the chosen
  double alignment;  // mean <x0, x*> / D with the true partners x*
};

// 2000 targets m + s x* in D dimensions, each with 128 candidates of its own,
// at the exact potential.
Chosen ChooseAtTheExactPotential(int64_t dim, bool equal_norm) {
  const int64_t rows = 2000;
  const GaussianTransport gaussian{std::vector<double>(dim, 0.5), 0.5};
  const SemidualCoupling coupling(
      std::make_shared<QuadraticPotential>(),
      CastTo(at::kFloat, gaussian.potential()),
      {.candidates = 128, .pool = Pool::kFresh, .equal_norm = equal_norm});
  const core::Points partner = Cloud(1, rows, dim);
  const core::Points source = Cloud(2, coupling.source_rows(rows), dim);
  const core::Pairs pairs =
      coupling.Couple(source, {gaussian.Forward(partner.x_nd), {}}, 3).value();
  const at::Tensor x0 = source.x_nd.index_select(0, pairs.source_b);
  return {x0.square().mean().item<double>(),
          (x0 * partner.x_nd).mean().item<double>()};
}

// A finite pool prefers short points: 0.72 and 0.48 for D = 16 and K = 128, of
// an independent computation that rounds to 0.005. A row's |x0|^2 / D has a
// standard deviation below sqrt(2 / 16) = 0.35, and <x0, x*> / D one below
// sqrt((1 + 2) / 16) = 0.43: 5 / sqrt(2000) of them and the rounding; a false
// alarm in a million seeds.
TEST(SemidualCouplingTest, AFinitePoolShrinksTheSource) {
  const Chosen chosen = ChooseAtTheExactPotential(16, /*equal_norm=*/false);
  EXPECT_NEAR(chosen.square, 0.72, 0.35 * 5 / std::sqrt(2000.0) + 0.005);
  EXPECT_NEAR(chosen.alignment, 0.48, 0.43 * 5 / std::sqrt(2000.0) + 0.005);
}

// At equal norms the norm has the law of the source: the mean is 1, within as
// much. The choice is about as good in direction.
TEST(SemidualCouplingTest, EqualNormsKeepTheNormOfTheSource) {
  const Chosen chosen = ChooseAtTheExactPotential(16, /*equal_norm=*/true);
  EXPECT_NEAR(chosen.square, 1, 0.36 * 5 / std::sqrt(2000.0));
  EXPECT_GT(chosen.alignment, 0.48 - 0.43 * 5 / std::sqrt(2000.0) - 0.005);
}

}  // namespace
}  // namespace flow::federated
