#include "datasets/notebook_moons.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

TEST(NotebookMoonsTest, DrawsConformAndHaveTheMoments) {
  const NotebookMoons law({});
  EXPECT_EQ(law.num_classes(), 2);
  EXPECT_FALSE(law.size().has_value());
  EXPECT_FALSE(law.LogDensity(law.Draw(1, /*seed=*/1).x_nd).has_value());
  core::ExpectDrawsConform(law);
  core::ExpectMomentsMatchDraws(law, /*seed=*/1);
}

// noise 0.2, scale 3 and shift -1: the noise has the mean 0.1 and the variance
// 0.04 / 12, in both coordinates together.
TEST(NotebookMoonsTest, TheDefaultsAreTheNotebooksRecipe) {
  const core::Moments moments = *NotebookMoons({}).ExactMoments();
  const double noise = 0.04 / 12, moon = 1 / std::numbers::pi;
  const at::Tensor mean_d =
      at::tensor({3 * 0.6 - 1, 3 * 0.35 - 1}, at::kDouble);
  const at::Tensor covariance_dd =
      9 * at::tensor({0.75 + noise, 0.125 - moon + noise, 0.125 - moon + noise,
                      0.5625 - moon + noise},
                     at::kDouble)
              .reshape({2, 2});
  EXPECT_LT((moments.mean_d - mean_d).abs().max().item<double>(), 1e-14);
  EXPECT_LT((moments.covariance_dd - covariance_dd).abs().max().item<double>(),
            1e-14);
}

// A point is moved up the diagonal from the half circle that its label names.
TEST(NotebookMoonsTest, TheNoiseIsTheSameInBothCoordinates) {
  constexpr double kNoise = 0.2;
  const auto draw = [](double noise) {
    return NotebookMoons({.noise = noise, .scale = 1, .shift = {0, 0}})
        .Draw(500, /*seed=*/2);
  };
  const core::Points curve = draw(0), points = draw(kNoise);
  EXPECT_TRUE(points.label_n.equal(curve.label_n));
  const at::Tensor moved_nd = points.x_nd - curve.x_nd;
  for (int64_t i = 0; i < 500; ++i) {
    const double x = curve.x_nd[i][0].item<double>();
    const double y = curve.x_nd[i][1].item<double>();
    const bool outer = points.label_n[i].item<int64_t>() == 0;
    EXPECT_NEAR(outer ? std::hypot(x, y) : std::hypot(x - 1, y - 0.5), 1, 1e-6);
    EXPECT_TRUE(outer ? y >= 0 : y <= 0.5) << y;
    const double u = moved_nd[i][0].item<double>();
    EXPECT_NEAR(moved_nd[i][1].item<double>(), u, 1e-6);
    EXPECT_GE(u, -1e-6);
    EXPECT_LE(u, kNoise + 1e-6);
  }
}

}  // namespace
}  // namespace flow::datasets
