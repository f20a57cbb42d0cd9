#include "core/distribution/gaussian.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

TEST(GaussianTest, DrawsConformAndHaveTheMoments) {
  ASSERT_OK_AND_ASSIGN(const auto law, Gaussian::Create({1, -2, 0.5}, 0.3));
  EXPECT_EQ(law->dim(), 3);
  EXPECT_EQ(law->num_classes(), 0);
  EXPECT_FALSE(law->size().has_value());
  ExpectDrawsConform(*law);
  ExpectMomentsMatchDraws(*law, /*seed=*/1);
}

TEST(GaussianTest, TheStandardLawDrawsTheNormalTensor) {
  ASSERT_OK_AND_ASSIGN(const auto law, Gaussian::Create({0, 0}, 1));
  EXPECT_TRUE(law->Draw(50, 7).x_nd.equal(NormalTensor(7, 50, 2)));
}

TEST(GaussianTest, SaysWhereItDrawsTheNormalTensorTimesANumber) {
  ASSERT_OK_AND_ASSIGN(const auto narrow, Gaussian::Create({0, 0}, 0.3));
  ASSERT_EQ(narrow->centred_normal_std(), 0.3);
  const at::Tensor z_nd = NormalTensor(7, 50, 2).to(at::kDouble);
  EXPECT_TRUE(
      narrow->DrawFor({}, 50, 7).x_nd.equal((0.3 * z_nd).to(at::kFloat)));
  ASSERT_OK_AND_ASSIGN(const auto aside, Gaussian::Create({0, 0.1}, 0.3));
  EXPECT_EQ(aside->centred_normal_std(), std::nullopt);
}

TEST(GaussianTest, LogDensityIsTheFormula) {
  ASSERT_OK_AND_ASSIGN(const auto law, Gaussian::Create({1, -2}, 0.5));
  const at::Tensor x_nd =
      at::tensor({1.0, -2.0, 2.0, -2.0}, at::kDouble).reshape({2, 2});
  const at::Tensor log_density_n = *law->LogDensity(x_nd);
  // at the mean 1 / (2 pi s^2); two deviations away e^-2 of that
  const double at_mean = -std::log(2 * std::numbers::pi * 0.25);
  EXPECT_DOUBLE_EQ(log_density_n[0].item<double>(), at_mean);
  EXPECT_DOUBLE_EQ(log_density_n[1].item<double>(), at_mean - 2);
}

TEST(GaussianTest, DensityIntegratesToOne) {
  ASSERT_OK_AND_ASSIGN(const auto law, Gaussian::Create({0.3, -0.2}, 0.7));
  // the midpoint rule is exponentially exact on a normal density, and the
  // square reaches beyond ten deviations
  EXPECT_NEAR(IntegrateDensity(*law, /*half_width=*/8, /*cells=*/160), 1,
              1e-12);
}

TEST(GaussianTest, RefusesWhatIsNoLaw) {
  EXPECT_THAT(
      Gaussian::Create({}, 1),
      StatusIs(absl::StatusCode::kInvalidArgument, "mean must not be empty"));
  EXPECT_THAT(Gaussian::Create({0}, 0),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "std must be finite and > 0; got 0"));
}

}  // namespace
}  // namespace flow::core
