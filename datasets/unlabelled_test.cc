#include "datasets/unlabelled.h"

#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "core/distribution/gaussian_mixture.h"

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

}  // namespace
}  // namespace flow::datasets
