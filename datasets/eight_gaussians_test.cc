#include "datasets/eight_gaussians.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/eye.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "core/distribution/gaussian_mixture.h"

namespace flow::datasets {
namespace {

std::unique_ptr<core::GaussianMixture> MakeLaw(
    const EightGaussiansOptions& options) {
  return *core::GaussianMixture::Create(EightGaussians(options));
}

TEST(EightGaussiansTest, DrawsConformAndHaveTheMoments) {
  const auto law = MakeLaw({});
  EXPECT_EQ(law->dim(), 2);
  EXPECT_EQ(law->num_classes(), 8);
  core::ExpectDrawsConform(*law);
  core::ExpectMomentsMatchDraws(*law, /*seed=*/1);
}

TEST(EightGaussiansTest, MomentsAreTheFormula) {
  const core::Moments moments =
      *MakeLaw({.radius = 4, .std = 0.5})->ExactMoments();
  EXPECT_LT(moments.mean_d.abs().max().item<double>(), 1e-14);
  const at::Tensor expected_dd =
      (4 * 4 / 2 + 0.5 * 0.5) * at::eye(2, at::kDouble);
  EXPECT_LT((moments.covariance_dd - expected_dd).abs().max().item<double>(),
            1e-13);
}

TEST(EightGaussiansTest, LabelsCountTheCentresCounterClockwise) {
  // deviation 0.01: every point lies nearest to its own centre
  const core::Points points = MakeLaw({.std = 0.01})->Draw(500, /*seed=*/2);
  for (int64_t i = 0; i < 500; ++i) {
    const double angle = std::atan2(points.x_nd[i][1].item<double>(),
                                    points.x_nd[i][0].item<double>());
    const int64_t nearest = std::lround(angle / (std::acos(-1.0) / 4) + 8);
    EXPECT_EQ(points.label_n[i].item<int64_t>(), nearest % 8);
  }
}

TEST(EightGaussiansTest, DensityIntegratesToOne) {
  EXPECT_NEAR(core::IntegrateDensity(*MakeLaw({}), /*half_width=*/15,
                                     /*cells=*/150),
              1, 1e-12);
}

}  // namespace
}  // namespace flow::datasets
