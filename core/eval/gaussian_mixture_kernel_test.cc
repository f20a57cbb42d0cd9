#include "core/eval/gaussian_mixture_kernel.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

float KernelAt(const GaussianMixtureKernel& kernel, float squared_distance) {
  kernel(absl::MakeSpan(&squared_distance, 1));
  return squared_distance;
}

TEST(GaussianMixtureKernelTest, MatchesTheExponentialToFloatPrecision) {
  const GaussianMixtureKernel kernel({std::sqrt(0.5)});  // exp(-d^2)
  for (float squared = 1e-6f; squared < 86; squared *= 1.01f) {
    const double expected = std::exp(-static_cast<double>(squared));
    EXPECT_NEAR(KernelAt(kernel, squared), expected, 3e-7 * expected)
        << squared;
  }
}

TEST(GaussianMixtureKernelTest, IsOneAtZeroAndVanishesFarAway) {
  const GaussianMixtureKernel kernel({0.1, 1, 3});
  EXPECT_EQ(KernelAt(kernel, 0), 1);
  EXPECT_LT(KernelAt(kernel, 1e6), 1e-37);
  EXPECT_LT(KernelAt(kernel, INFINITY), 1e-37);
}

TEST(GaussianMixtureKernelTest, IsTheMeanOfItsKernels) {
  std::vector<float> values = {0.3f, 2.0f, 5.0f};
  const std::vector<float> squared = values;
  GaussianMixtureKernel({0.5, 1, 2})(absl::MakeSpan(values));
  for (int j = 0; j < 3; ++j) {
    const double expected =
        (std::exp(-squared[j] / 0.5) + std::exp(-squared[j] / 2) +
         std::exp(-squared[j] / 8)) /
        3;
    EXPECT_NEAR(values[j], expected, 1e-6 * expected);
  }
}

}  // namespace
}  // namespace flow::core
