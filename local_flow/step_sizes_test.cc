#include "local_flow/step_sizes.h"

#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::local_flow {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

MATCHER_P(Near, tolerance, "") {
  return std::abs(std::get<0>(arg) - std::get<1>(arg)) <= tolerance;
}

TEST(StepSizesTest, GrowGeometrically) {
  // the published schedule of the pictures, rounded to three digits
  EXPECT_THAT(
      StepSizes(GeometricSizes{0.025, 1.25, 8}),
      Pointwise(Near(5e-4), {.025, .031, .039, .049, .061, .076, .095, .119}));
}

TEST(StepSizesTest, AreTakenAsWritten) {
  EXPECT_THAT(StepSizes(ExplicitSizes{{0.2, 0.1}}), ElementsAre(0.2, 0.1));
}

// Values of the authors' code, to the digits that are known.
TEST(StepSizesTest, FollowTheCosineSchedule) {
  EXPECT_THAT(StepSizes(CosineSizes{3}),
              Pointwise(Near(5e-6), {.08302, .26975, .61526}));
  EXPECT_THAT(StepSizes(CosineSizes{5}),
              Pointwise(Near(5e-6), {.03743, .11118, .20416, .34753, .65903}));
}

TEST(StepSizesTest, FollowTheLinearSchedule) {
  // with four blocks beta_max is cut at 0.99
  EXPECT_THAT(StepSizes(LinearSizes{3}),
              Pointwise(Near(5e-7), {.012659, .212834, .551812}));
}

TEST(StepSizesTest, AFinerScheduleDiffusesAsFar) {
  // to the next to last step of a cosine schedule log f(0) / f(N-1) is left
  double total = 0;
  for (const double size : StepSizes(CosineSizes{99})) total += size;
  const double pi = std::acos(-1);
  const auto f = [pi](double share) {
    return std::pow(std::cos(pi / 2 * (share + 0.008) / 1.008), 2);
  };
  EXPECT_THAT(total, DoubleNear(std::log(f(0) / f(0.99)) / 2, 1e-12));
}

TEST(DiffusionTest, KeepsTheUnitVariance) {
  for (const double gamma : {1e-9, 0.025, 1.0, 50.0}) {
    const Diffusion diffusion = DiffusionOf(gamma);
    EXPECT_NEAR(
        diffusion.keep * diffusion.keep + diffusion.noise * diffusion.noise, 1,
        1e-15);
  }
  // where 1 - keep^2 would have no digits
  EXPECT_NEAR(DiffusionOf(1e-18).noise, std::sqrt(2e-18), 1e-24);
}

TEST(DiffusionTest, StepsAddUp) {
  const Diffusion first = DiffusionOf(0.1), second = DiffusionOf(0.25);
  const Diffusion both = DiffusionOf(0.35);
  EXPECT_NEAR(first.keep * second.keep, both.keep, 1e-15);
  EXPECT_NEAR(std::hypot(second.keep * first.noise, second.noise), both.noise,
              1e-15);
}

}  // namespace
}  // namespace flow::local_flow
