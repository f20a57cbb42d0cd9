#include "core/distribution/gaussian_mixture.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"

namespace flow::core {
namespace {

std::unique_ptr<GaussianMixture> Lopsided() {
  return *GaussianMixture::Create(
      {{3, {1, 2}, 0.5}, {1, {-2, 0}, 1.5}, {1, {0, -1}, 0.8}});
}

TEST(GaussianMixtureTest, DrawsConformAndHaveTheMoments) {
  const auto law = Lopsided();
  EXPECT_EQ(law->dim(), 2);
  EXPECT_EQ(law->num_classes(), 3);
  EXPECT_FALSE(law->size().has_value());
  ExpectDrawsConform(*law);
  ExpectMomentsMatchDraws(*law, /*seed=*/2);
}

TEST(GaussianMixtureTest, WeightsAreScaledToOne) {
  EXPECT_DOUBLE_EQ(Lopsided()->components()[0].weight, 0.6);
  EXPECT_DOUBLE_EQ(Lopsided()->components()[2].weight, 0.2);
}

TEST(GaussianMixtureTest, ComponentsAreDrawnInProportion) {
  constexpr int64_t n = 100000;
  const at::Tensor label_n = Lopsided()->Draw(n, /*seed=*/3).label_n;
  const double share = (label_n == 0).sum().item<double>() / n;
  // six standard errors of a share of 0.6: false alarm 2e-9
  EXPECT_NEAR(share, 0.6, 6 * std::sqrt(0.6 * 0.4 / n));
}

TEST(GaussianMixtureTest, TheLabelIsTheComponent) {
  ASSERT_OK_AND_ASSIGN(
      const auto law,
      GaussianMixture::Create({{1, {-50}, 1}, {1, {0}, 1}, {1, {50}, 1}}));
  const Points points = law->Draw(2000, /*seed=*/4);
  const at::Tensor centre_n = (points.label_n - 1) * 50;
  // the components are fifty deviations apart
  EXPECT_LT((points.x_nd.flatten() - centre_n).abs().max().item<double>(), 10);
}

TEST(GaussianMixtureTest, LogDensityIsTheSumOverComponents) {
  const auto law = Lopsided();
  const at::Tensor x_nd =
      at::tensor({0.3, -0.4, 1.0, 2.0, -3.0, 1.0}, at::kDouble).reshape({3, 2});
  const at::Tensor log_density_n = *law->LogDensity(x_nd);
  for (int64_t i = 0; i < 3; ++i) {
    double density = 0;
    for (const auto& [weight, mean, std] : law->components()) {
      double square = 0;
      for (int64_t d = 0; d < 2; ++d) {
        square += std::pow(x_nd[i][d].item<double>() - mean[d], 2);
      }
      density += weight * std::exp(-square / (2 * std * std)) /
                 (2 * std::numbers::pi * std * std);
    }
    EXPECT_NEAR(log_density_n[i].item<double>(), std::log(density), 1e-13);
  }
}

TEST(GaussianMixtureTest, DensityIntegratesToOne) {
  // fourteen deviations of the widest component; midpoints a fifth of the
  // narrowest's, where the rule's error is below rounding
  EXPECT_NEAR(IntegrateDensity(*Lopsided(), /*half_width=*/20, /*cells=*/400),
              1, 1e-12);
}

TEST(GaussianMixtureTest, LogDensityIsFiniteFarAway) {
  const at::Tensor x_nd = at::zeros({1, 2}, at::kDouble) + 1000;
  const double log_density = Lopsided()->LogDensity(x_nd)->item<double>();
  // the widest component governs: -|x - m|^2 / (2 s^2) and a constant
  EXPECT_NEAR(log_density, -(1002.0 * 1002 + 1000.0 * 1000) / 4.5, 10);
}

TEST(GaussianMixtureTest, RefusesWhatIsNoMixture) {
  EXPECT_THAT(GaussianMixture::Create({}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "a mixture needs at least one component"));
  EXPECT_THAT(GaussianMixture::Create({{1, {0}, 1}, {0, {0}, 1}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "component[1].weight must be finite and > 0; got 0"));
}

}  // namespace
}  // namespace flow::core
