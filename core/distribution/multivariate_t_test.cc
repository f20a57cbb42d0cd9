#include "core/distribution/multivariate_t.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "core/stats/student_t.h"

namespace flow::core {
namespace {

TEST(MultivariateTTest, DrawsConform) {
  for (const double degrees : {1.0, 3.0, 1000.0}) {
    ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(3, degrees, 40));
    EXPECT_EQ(law->dim(), 3);
    ExpectDrawsConform(*law);
  }
}

TEST(MultivariateTTest, PointsBeyondTheGreatestNormAreMovedBack) {
  ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(2, 1, 2));
  ASSERT_OK_AND_ASSIGN(const auto clipped, MultivariateT::Create(2, 1, 2, 3));
  ExpectDrawsConform(*clipped);
  const at::Tensor x_nd = law->Draw(1000, 5).x_nd;
  const at::Tensor norm_n1 = x_nd.square().sum(1, /*keepdim=*/true).sqrt();
  EXPECT_GT((norm_n1 > 3).sum().item<int64_t>(), 100);
  EXPECT_TRUE(at::allclose(clipped->Draw(1000, 5).x_nd,
                           x_nd * (3 / norm_n1).clamp_max(1), 1e-6, 0));
  EXPECT_FALSE(clipped->LogDensity(x_nd).has_value());
  ASSERT_OK_AND_ASSIGN(const auto light, MultivariateT::Create(2, 9, 2, 3));
  EXPECT_FALSE(light->ExactMoments().has_value());
}

// Fourth moments, which the standard errors rest on, need more than four
// degrees.
TEST(MultivariateTTest, HasItsMomentsWhereTheyExist) {
  ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(2, 9, 0.7));
  ExpectMomentsMatchDraws(*law, /*seed=*/1);
  ASSERT_OK_AND_ASSIGN(const auto cauchy, MultivariateT::Create(2, 2, 0.7));
  EXPECT_FALSE(cauchy->ExactMoments().has_value());
}

// Every coordinate is Student's t times the scale. The Kolmogorov-Smirnov
// distance of n draws exceeds 2.5 / sqrt(n) once in 130 000 (2 exp(-2 2.5^2)).
TEST(MultivariateTTest, ACoordinateIsStudentsT) {
  constexpr int64_t kDraws = 20000;
  for (const double degrees : {1.0, 2.5, 12.0}) {
    ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(2, degrees, 3));
    const at::Tensor x_nd = law->Draw(kDraws, 5).x_nd;
    std::vector<double> x(kDraws);
    for (int64_t i = 0; i < kDraws; ++i) {
      x[i] = x_nd.data_ptr<float>()[2 * i + 1] / 3.0;
    }
    std::sort(x.begin(), x.end());
    double distance = 0;
    for (int64_t i = 0; i < kDraws; ++i) {
      const double p = StudentTCdf(x[i], degrees);
      distance = std::max({distance, p - i / static_cast<double>(kDraws),
                           (i + 1) / static_cast<double>(kDraws) - p});
    }
    EXPECT_LT(distance, 2.5 / std::sqrt(kDraws)) << degrees;
  }
}

// The other way to draw the radius, of PFGM++: |x|^2 / (|x|^2 + n s^2) follows
// Beta(D / 2, n / 2), whose distribution function for D = 6 and n = 4 is
// 4 b^3 - 3 b^4. The Kolmogorov-Smirnov distance as above.
TEST(MultivariateTTest, TheRadiusIsThatOfABetaLaw) {
  constexpr int64_t kDraws = 20000;
  ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(6, 4, 3));
  const at::Tensor square_n =
      law->Draw(kDraws, 5).x_nd.to(at::kDouble).square().sum(1);
  const at::Tensor b_n = std::get<0>((square_n / (square_n + 4 * 9)).sort());
  const at::Tensor p_n = 4 * b_n.pow(3) - 3 * b_n.pow(4);
  double distance = 0;
  for (int64_t i = 0; i < kDraws; ++i) {
    const double p = p_n[i].item<double>();
    distance = std::max({distance, p - i / static_cast<double>(kDraws),
                         (i + 1) / static_cast<double>(kDraws) - p});
  }
  EXPECT_LT(distance, 2.5 / std::sqrt(kDraws));
}

// |x|^2 / D of scale 1 follows an F law; for n = 1 and D = 2,
// P(|x| <= r) = 1 - 1 / sqrt(1 + r^2). One q for all coordinates: with one each
// the share below 1 would be another. 1 - 1 / sqrt(2) = 0.2929, with a standard
// error of 0.0032 for 20 000 draws; five of them.
TEST(MultivariateTTest, CoordinatesShareTheirWidth) {
  constexpr int64_t kDraws = 20000;
  ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(2, 1, 1));
  const at::Tensor x_nd = law->Draw(kDraws, 6).x_nd;
  const double share =
      x_nd.square().sum(1).le(1).to(at::kDouble).mean().item<double>();
  EXPECT_NEAR(share, 1 - 1 / std::sqrt(2.0), 0.016);
}

TEST(MultivariateTTest, LogDensityIsTheFormula) {
  ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(2, 1, 2));
  // Cauchy in the plane: 1 / (2 pi s^2) (1 + |x|^2 / s^2)^(-3/2)
  const at::Tensor x_nd = at::full({1, 2}, 2.0, at::kDouble);
  EXPECT_NEAR(law->LogDensity(x_nd)->item<double>(),
              -std::log(8 * std::numbers::pi) - 1.5 * std::log(3.0), 1e-14);
}

// The mass beyond a radius r is (1 + r^2 / n)^(-n / 2) in the plane; for n = 6
// and r = 25 (a square of half width 25) less than 1e-6.
TEST(MultivariateTTest, DensityIntegratesToOne) {
  ASSERT_OK_AND_ASSIGN(const auto law, MultivariateT::Create(2, 6, 1));
  EXPECT_NEAR(IntegrateDensity(*law, /*half_width=*/25, /*cells=*/500), 1,
              2e-6);
}

TEST(MultivariateTTest, RefusesWhatIsNoLaw) {
  EXPECT_THAT(MultivariateT::Create(2, 0.5, 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "degrees must be finite and >= 1; got 0.5"));
  EXPECT_THAT(MultivariateT::Create(2, 1, 1, 0),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("max_norm must be > 0; got 0")));
  EXPECT_THAT(MultivariateT::Create(2, 1, 0),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "scale must be finite and > 0; got 0"));
  EXPECT_THAT(
      MultivariateT::Create(0, 1, 1),
      StatusIs(absl::StatusCode::kInvalidArgument, "dim must be >= 1; got 0"));
}

}  // namespace
}  // namespace flow::core
