#include "datasets/unlabelled.h"

#include <memory>

#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/distribution/standard_normal_testing.h"

namespace flow::datasets {
namespace {

TEST(UnlabelledTest, OnlyTheLabelsAreGone) {
  ASSERT_OK_AND_ASSIGN(
      const std::shared_ptr<const core::Distribution> mixture,
      core::GaussianMixture::Create({{1, {0, 1}, 0.5}, {2, {3, 4}, 1}}));
  const Unlabelled unlabelled(mixture);
  core::ExpectDrawsConform(unlabelled);
  EXPECT_EQ(unlabelled.dim(), 2);
  EXPECT_EQ(unlabelled.num_classes(), 0);
  EXPECT_EQ(unlabelled.size(), std::nullopt);
  const core::Points points = unlabelled.Draw(5, /*seed=*/1);
  EXPECT_FALSE(points.label_n.defined());
  EXPECT_FALSE(unlabelled.DrawDistinct(5, /*seed=*/1).label_n.defined());
  EXPECT_TRUE(points.x_nd.equal(mixture->Draw(5, /*seed=*/1).x_nd));
  const at::Tensor x_nd = points.x_nd.to(at::kDouble);
  EXPECT_TRUE(unlabelled.LogDensity(x_nd)->equal(*mixture->LogDensity(x_nd)));
  EXPECT_TRUE(unlabelled.ExactMoments()->covariance_dd.equal(
      mixture->ExactMoments()->covariance_dd));
}

TEST(UnlabelledTest, RowsOfASetHaveLostTheirs) {
  const auto set = std::make_shared<core::FiniteSet>(
      core::Points{at::arange(6, at::kFloat).view({3, 2}),
                   at::arange(3, at::kLong)},
      /*num_classes=*/3);
  const core::Points points =
      Unlabelled(set).At(at::tensor({int64_t{2}, int64_t{0}}), /*seed=*/1);
  EXPECT_FALSE(points.label_n.defined());
  EXPECT_TRUE(
      points.x_nd.equal(at::tensor({4.0f, 5.0f, 0.0f, 1.0f}).view({2, 2})));
}

TEST(UnlabelledDeathTest, ALawHasNoRows) {
  EXPECT_DEATH(core::StandardNormal(2)->At(at::arange(1), /*seed=*/1),
               "a law has no rows");
}

}  // namespace
}  // namespace flow::datasets
