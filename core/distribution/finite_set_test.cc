#include "core/distribution/finite_set.h"

#include <algorithm>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// The points (i, i^2), i in [0, m), of class i mod 3.
FiniteSet Parabola(int64_t m) {
  const at::Tensor i_m = at::arange(m, at::kLong);
  const at::Tensor x_md = at::stack({i_m, i_m * i_m}, /*dim=*/1);
  return FiniteSet({x_md.to(at::kFloat), i_m.remainder(3)}, /*num_classes=*/3);
}

std::vector<int64_t> Indices(const Points& points) {
  const at::Tensor i_n = points.x_nd.select(1, 0).to(at::kLong).contiguous();
  return {i_n.data_ptr<int64_t>(), i_n.data_ptr<int64_t>() + i_n.numel()};
}

void ExpectLabelsFollowThePoints(const Points& points) {
  const at::Tensor i_n = points.x_nd.select(1, 0).to(at::kLong);
  EXPECT_TRUE(points.label_n.equal(i_n.remainder(3)));
}

TEST(FiniteSetTest, DrawsConformAndHaveTheMoments) {
  const FiniteSet set = Parabola(20);
  EXPECT_EQ(set.dim(), 2);
  EXPECT_EQ(set.size(), 20);
  ExpectDrawsConform(set);
  ExpectMomentsMatchDraws(set, /*seed=*/5);
  ExpectLabelsFollowThePoints(set.Draw(100, /*seed=*/6));
}

TEST(FiniteSetTest, MomentsAreThoseOfTheSet) {
  const FiniteSet set(
      {at::tensor({1.0, 2.0, 6.0}, at::kFloat).reshape({3, 1}), at::Tensor()});
  const Moments moments = *set.ExactMoments();
  EXPECT_DOUBLE_EQ(moments.mean_d.item<double>(), 3);
  EXPECT_DOUBLE_EQ(moments.covariance_dd.item<double>(), 14.0 / 3);
}

TEST(FiniteSetTest, ADistinctDrawOfAllIsAPermutation) {
  const FiniteSet set = Parabola(100);
  const Points points = set.DrawDistinct(100, /*seed=*/7);
  ExpectLabelsFollowThePoints(points);
  std::vector<int64_t> indices = Indices(points);
  EXPECT_FALSE(std::is_sorted(indices.begin(), indices.end()));
  std::sort(indices.begin(), indices.end());
  for (int64_t i = 0; i < 100; ++i) EXPECT_EQ(indices[i], i);
}

TEST(FiniteSetTest, ALongerDistinctDrawBeginsWithTheShorter) {
  const FiniteSet set = Parabola(100);
  EXPECT_TRUE(set.DrawDistinct(60, /*seed=*/8)
                  .x_nd.narrow(0, 0, 25)
                  .equal(set.DrawDistinct(25, /*seed=*/8).x_nd));
}

TEST(FiniteSetTest, EveryPermutationIsEquallyLikely) {
  const FiniteSet set = Parabola(3);
  constexpr int kTrials = 6000;
  std::vector<int> count(9);
  for (int trial = 0; trial < kTrials; ++trial) {
    const std::vector<int64_t> order = Indices(set.DrawDistinct(2, trial));
    ++count[3 * order[0] + order[1]];
  }
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      // binomial with p = 1/6: six deviations are 173; false alarm 1e-8 in all
      EXPECT_NEAR(count[3 * i + j], i == j ? 0 : kTrials / 6, i == j ? 0 : 173);
    }
  }
}

TEST(FiniteSetTest, DrawsAreIndependentOfTheLabelsBeingThere) {
  const FiniteSet labelled = Parabola(20);
  const FiniteSet bare({labelled.points().x_nd, at::Tensor()});
  const Points points = bare.Draw(50, /*seed=*/9);
  EXPECT_FALSE(points.label_n.defined());
  EXPECT_TRUE(points.x_nd.equal(labelled.Draw(50, /*seed=*/9).x_nd));
}

TEST(FiniteSetTest, APartIsASetOfItsOwn) {
  const auto part =
      Parabola(20).Select(at::tensor({int64_t{4}, int64_t{7}, int64_t{0}}));
  EXPECT_EQ(part->size(), 3);
  EXPECT_EQ(part->num_classes(), 3);
  const Points points = part->DrawDistinct(3, /*seed=*/1);
  ExpectLabelsFollowThePoints(points);
  std::vector<int64_t> indices = Indices(points);
  std::sort(indices.begin(), indices.end());
  EXPECT_EQ(indices, (std::vector<int64_t>{0, 4, 7}));
}

TEST(FiniteSetTest, HasThePointsOfItsRows) {
  const FiniteSet set = Parabola(20);
  const Points points =
      set.At(at::tensor({int64_t{4}, int64_t{19}, int64_t{4}}), /*seed=*/1);
  ExpectLabelsFollowThePoints(points);
  EXPECT_EQ(Indices(points), (std::vector<int64_t>{4, 19, 4}));
}

TEST(FiniteSetTest, OtherLabelsAreOfTheSameDraws) {
  const FiniteSet set = Parabola(20);
  const auto halves =
      set.Relabelled((at::arange(20, at::kLong) >= 10).to(at::kLong), 2);
  const Points points = halves->Draw(50, /*seed=*/9);
  EXPECT_TRUE(points.x_nd.equal(set.Draw(50, /*seed=*/9).x_nd));
  EXPECT_TRUE(
      points.label_n.equal((points.x_nd.select(1, 0) >= 10).to(at::kLong)));
}

TEST(FiniteSetDeathTest, RefusesMoreDistinctPointsThanThereAre) {
  EXPECT_DEATH(Parabola(5).DrawDistinct(6, /*seed=*/1),
               "cannot draw 6 distinct points of 5");
}

TEST(FiniteSetDeathTest, RefusesALabelOutOfRange) {
  EXPECT_DEATH(FiniteSet(Parabola(5).points(), /*num_classes=*/2),
               "labels must lie in");
}

}  // namespace
}  // namespace flow::core
