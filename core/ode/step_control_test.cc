#include "core/ode/step_control.h"

#include <cmath>
#include <limits>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(ScaledNormsTest, IsTheRootMeanSquareOverCoordinates) {
  const at::Tensor v = at::tensor({3., 4.}, at::kDouble).view({1, 2}),
                   x = at::tensor({-1., 0.}, at::kDouble).view({1, 2}),
                   y = at::tensor({0.5, 3.}, at::kDouble).view({1, 2});
  // scales: 0.5 + 1 = 1.5 and 0.5 + 3 = 3.5
  EXPECT_DOUBLE_EQ(ScaledNorms(v, x, y, {.rtol = 1, .atol = 0.5})[0],
                   std::sqrt((3 / 1.5 * 3 / 1.5 + 4 / 3.5 * 4 / 3.5) / 2));
}

TEST(ScaledNormsTest, KeepsRowsApart) {
  const at::Tensor v = at::tensor({1., 100., kNan}, at::kDouble).view({3, 1}),
                   x = at::tensor({0., 0., 0.}, at::kDouble).view({3, 1});
  const auto norms = ScaledNorms(v, x, x, {.rtol = 1, .atol = 0.1});
  EXPECT_DOUBLE_EQ(norms[0], 10);
  EXPECT_DOUBLE_EQ(norms[1], 1000);
  EXPECT_TRUE(std::isnan(norms[2]));
}

TEST(ScaledNormsTest, WorksInFloat32) {
  const at::Tensor v = at::tensor({1.f, 2.f}, at::kFloat).view({2, 1});
  EXPECT_DOUBLE_EQ(ScaledNorms(v, v, v, {.rtol = 0.5, .atol = 0.5})[1],
                   2 / 1.5);
}

TEST(ProbeStepTest, IsAHundredthOfTheTimeToChangeByItself) {
  EXPECT_DOUBLE_EQ(ProbeStep(/*d0=*/10, /*d1=*/5, /*interval=*/1), 0.02);
}

TEST(ProbeStepTest, IsSmallForAVanishingStateOrVelocity) {
  EXPECT_EQ(ProbeStep(0, 5, 1), 1e-6);
  EXPECT_EQ(ProbeStep(10, 0, 1), 1e-6);
}

TEST(ProbeStepTest, StaysInTheInterval) { EXPECT_EQ(ProbeStep(1e9, 1, 1), 1); }

TEST(InitialStepTest, MakesTheEulerErrorAHundredth) {
  // h^5 max(d1, d2) = 0.01
  EXPECT_DOUBLE_EQ(InitialStep(1, 2, 320, 1, 5), std::pow(0.01 / 320, 0.2));
  EXPECT_DOUBLE_EQ(InitialStep(1, 320, 2, 1, 5), std::pow(0.01 / 320, 0.2));
}

TEST(InitialStepTest, GrowsAtMostAHundredfoldFromTheProbe) {
  EXPECT_DOUBLE_EQ(InitialStep(1e-6, 1e-3, 1e-3, 1, 5), 1e-4);
}

TEST(InitialStepTest, IsPositiveWithoutAVelocity) {
  EXPECT_EQ(InitialStep(1e-6, 0, 0, 1, 5), 1e-6);
}

TEST(InitialStepTest, StaysInTheInterval) {
  EXPECT_EQ(InitialStep(1, 1e-9, 0, 0.5, 5), 0.5);
}

TEST(InitialStepTest, ShrinksWhereTheProbeFails) {
  EXPECT_DOUBLE_EQ(InitialStep(0.01, 1, kNan, 1, 5), 1e-5);
  EXPECT_DOUBLE_EQ(
      InitialStep(0.01, 1, std::numeric_limits<double>::infinity(), 1, 5),
      1e-5);
}

TEST(StepFactorTest, AimsAtErrorOne) {
  EXPECT_DOUBLE_EQ(StepFactor(1, 5), 0.9);
  EXPECT_DOUBLE_EQ(StepFactor(32, 5), 0.45);
}

TEST(StepFactorTest, IsClipped) {
  EXPECT_EQ(StepFactor(0, 5), 10);
  EXPECT_EQ(StepFactor(1e9, 5), 0.2);
  EXPECT_EQ(StepFactor(kNan, 5), 0.2);
  EXPECT_EQ(StepFactor(std::numeric_limits<double>::infinity(), 5), 0.2);
}

}  // namespace
}  // namespace flow::core
