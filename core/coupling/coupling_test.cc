#include "core/coupling/coupling.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/coupling/make_coupling.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

Points Cloud(Seed seed, int64_t n, int64_t dim) {
  return {NormalTensor(seed, n, dim), {}};
}

double MeanSquaredDistance(const Points& source, const Points& target,
                           const Pairs& pairs) {
  return (source.x_nd.index_select(0, pairs.source_b) -
          target.x_nd.index_select(0, pairs.target_b))
      .to(at::kDouble)
      .square()
      .sum(1)
      .mean()
      .item<double>();
}

std::vector<int64_t> Sorted(const at::Tensor& indices) {
  std::vector<int64_t> sorted(
      indices.const_data_ptr<int64_t>(),
      indices.const_data_ptr<int64_t>() + indices.numel());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

TEST(CouplingTest, IndependentPairsRowsAsTheyCome) {
  const Points a = Cloud(1, 40, 3), b = Cloud(2, 40, 3);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       MakeCoupling(IndependentOptions{})->Couple(a, b, 7));
  EXPECT_TRUE(pairs.source_b.equal(pairs.target_b));
  EXPECT_NEAR(pairs.report.cost, MeanSquaredDistance(a, b, pairs), 1e-5);
}

// In one dimension the optimal permutation sorts both sides.
TEST(CouplingTest, ExactPermutationSortsTheLine) {
  const Points a = Cloud(1, 200, 1), b = Cloud(2, 200, 1);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       MakeCoupling(MinibatchOtOptions{})->Couple(a, b, 7));
  const at::Tensor x = a.x_nd.index_select(0, pairs.source_b).squeeze(1);
  const at::Tensor y = b.x_nd.index_select(0, pairs.target_b).squeeze(1);
  EXPECT_TRUE(y.index_select(0, x.argsort())
                  .equal(std::get<0>(b.x_nd.squeeze(1).sort())));
  EXPECT_NEAR(pairs.report.cost, MeanSquaredDistance(a, b, pairs), 1e-5);
  EXPECT_LE(std::abs(pairs.report.duality_gap), 1e-9);
}

TEST(CouplingTest, PermutationUsesEveryPointOnce) {
  const Points a = Cloud(1, 128, 2), b = Cloud(2, 128, 2);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       MakeCoupling(MinibatchOtOptions{})->Couple(a, b, 7));
  EXPECT_EQ(Sorted(pairs.source_b), Sorted(pairs.target_b));
  EXPECT_EQ(Sorted(pairs.target_b)[127], 127);
  EXPECT_EQ(pairs.report.distinct_targets, 1);
}

// Resampling draws pairs of the same plan, and misses about 1/e of the points:
// the share of distinct rows is 0.632 with a standard deviation below
// 0.5/sqrt(4096) = 0.0078; five of them are allowed.
TEST(CouplingTest, ResampleDrawsPairsOfThePlanWithReplacement) {
  constexpr int64_t kPoints = 4096;
  const Points a = Cloud(1, kPoints, 1), b = Cloud(2, kPoints, 1);
  const MinibatchOtOptions resample{Pairing::kResample};
  ASSERT_OK_AND_ASSIGN(const Pairs plan,
                       MakeCoupling(MinibatchOtOptions{})->Couple(a, b, 7));
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       MakeCoupling(resample)->Couple(a, b, 7));
  EXPECT_TRUE(
      plan.target_b.index_select(0, pairs.source_b).equal(pairs.target_b));
  std::vector<int64_t> rows = Sorted(pairs.source_b);
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  EXPECT_NEAR(rows.size() / double{kPoints}, 1 - std::exp(-1.0), 5 * 0.0078);
  EXPECT_EQ(pairs.report.distinct_targets, rows.size() / double{kPoints});
}

TEST(CouplingTest, GibbsWeighsThePairsByTheirDistance) {
  const Points a = Cloud(1, 300, 2), b = Cloud(2, 300, 2);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       MakeCoupling(GibbsOptions{0.7})->Couple(a, b, 7));
  EXPECT_TRUE(pairs.source_b.equal(pairs.target_b));
  EXPECT_NEAR(pairs.weight_b.mean().item<double>(), 1, 1e-6);
  const at::Tensor distance = (a.x_nd - b.x_nd).square().sum(1);
  const at::Tensor scaled = pairs.weight_b.log() + distance / 0.7;
  EXPECT_NEAR((scaled.max() - scaled.min()).item<double>(), 0, 1e-3);
  const double squares = pairs.weight_b.square().mean().item<double>();
  EXPECT_NEAR(pairs.report.effective_share, 1 / squares, 1e-4);
  EXPECT_LT(pairs.report.effective_share, 0.9);
}

TEST(CouplingTest, GibbsWeightsDoNotUnderflow) {
  const Points a = Cloud(1, 30, 2), b = Cloud(2, 30, 2);
  ASSERT_OK_AND_ASSIGN(const Pairs pairs,
                       MakeCoupling(GibbsOptions{1e-9})->Couple(a, b, 7));
  EXPECT_NEAR(pairs.weight_b.max().item<double>(), 30, 1e-3);
  EXPECT_NEAR(pairs.report.effective_share, 1.0 / 30, 1e-6);
}

}  // namespace
}  // namespace flow::core
