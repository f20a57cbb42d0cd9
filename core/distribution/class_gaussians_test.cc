#include "core/distribution/class_gaussians.h"

#include <cmath>
#include <memory>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

std::unique_ptr<ClassGaussians> TwoClasses() {
  return ClassGaussians::Create({{.weight = 3, .mean = {1, 2}, .std = 0.5},
                                 {.weight = 1, .mean = {-4, 0}, .std = 2}})
      .value();
}

TEST(ClassGaussiansTest, IsAMixtureWhereNobodyAsksForAClass) {
  const auto law = TwoClasses();
  ExpectDrawsConform(*law);
  ExpectMomentsMatchDraws(*law, /*seed=*/1);
  EXPECT_NEAR(IntegrateDensity(*law, /*half_width=*/16, /*cells=*/640), 1,
              1e-6);
}

TEST(ClassGaussiansTest, DrawsTheClassesThatAreAskedFor) {
  const auto law = TwoClasses();
  constexpr int64_t kPoints = 100000;
  const at::Tensor label_n = at::arange(kPoints, at::kLong).remainder(2);
  const Points points = law->DrawFor(label_n, kPoints, /*seed=*/2);
  EXPECT_TRUE(points.label_n.equal(label_n));
  for (int64_t k = 0; k < 2; ++k) {
    const Moments exact = *law->OfClass(k).ExactMoments();
    const at::Tensor x_md =
        points.x_nd.slice(0, k, kPoints, /*step=*/2).to(at::kDouble);
    // six standard errors, s / sqrt(m) of the mean and s^2 sqrt(2 / m) of the
    // variance, are exceeded once in 5e8
    const double variance = exact.covariance_dd[0][0].item<double>();
    const double m = x_md.size(0);
    EXPECT_LT((x_md.mean(0) - exact.mean_d).abs().max().item<double>(),
              6 * std::sqrt(variance / m));
    EXPECT_LT((x_md.var(0) - variance).abs().max().item<double>(),
              6 * variance * std::sqrt(2 / m));
  }
}

TEST(ClassGaussiansTest, ARowDependsOnItsClassAndItsPlaceAlone) {
  const auto law = TwoClasses();
  const at::Tensor ones = at::full({50}, 1, at::kLong);
  const at::Tensor mixed = at::arange(100, at::kLong).remainder(2);
  const Points all = law->DrawFor(mixed, 100, /*seed=*/3);
  const Points some = law->DrawFor(ones, 50, /*seed=*/3);
  EXPECT_TRUE(some.x_nd.slice(0, 1, 50, 2).equal(all.x_nd.slice(0, 1, 50, 2)));
  EXPECT_FALSE(some.x_nd[0].equal(all.x_nd[0]));
}

TEST(ClassGaussiansTest, RefusesALawWithoutWidth) {
  EXPECT_THAT(
      ClassGaussians::Create({{.mean = {0}, .std = 0}}),
      StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("std")));
}

}  // namespace
}  // namespace flow::core
