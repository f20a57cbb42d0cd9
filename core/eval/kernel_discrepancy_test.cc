#include "core/eval/kernel_discrepancy.h"

#include <cmath>

#include "core/eval/eval_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

void InverseKernel(absl::Span<float> values) {
  for (float& value : values) value = 1 / (1 + value);
}

double MeanOverPairs(const PointCloud& x, const PointCloud& y, bool distinct) {
  double sum = 0;
  int64_t pairs = 0;
  for (int64_t i = 0; i < x.size(); ++i) {
    for (int64_t j = 0; j < y.size(); ++j) {
      if (distinct && i == j) continue;
      sum += 1 / (1 + std::pow(Distance(x.row(i), y.row(j)), 2));
      ++pairs;
    }
  }
  return sum / pairs;
}

double Reference(const PointCloud& x, const PointCloud& y) {
  return MeanOverPairs(x, x, true) + MeanOverPairs(y, y, true) -
         2 * MeanOverPairs(x, y, false);
}

TEST(KernelDiscrepancyTest, MatchesTheDefinitionForUnequalSizes) {
  const ComparedClouds clouds = {
      ToCloud(GaussianPoints({.n = 70, .dim = 3, .shift = 1, .seed = 1})),
      ToCloud(GaussianPoints({.n = 41, .dim = 3, .seed = 2})),
      ToCloud(GaussianPoints({.n = 33, .dim = 3, .seed = 3}))};
  ThreadPool pool(1);
  const MetricValue result = KernelDiscrepancy(clouds, InverseKernel, &pool);
  EXPECT_NEAR(result.value, Reference(clouds.generated, clouds.target), 1e-6);
  EXPECT_NEAR(*result.floor, Reference(clouds.target, *clouds.second_target),
              1e-6);
  EXPECT_EQ(result.n, 70);
}

TEST(KernelDiscrepancyTest, HasNoFloorWithoutASecondTarget) {
  const PointCloud cloud = ToCloud(GaussianPoints({.n = 9}));
  ThreadPool pool(1);
  EXPECT_FALSE(KernelDiscrepancy({cloud, cloud, {}}, InverseKernel, &pool)
                   .floor.has_value());
}

TEST(KernelDiscrepancyTest, IsBelowZeroForACloudAndItself) {
  // the diagonal counts across but not within: -2 (k(0) - mean_{i!=j} k) / n
  const PointCloud cloud = ToCloud(GaussianPoints({.n = 50, .seed = 4}));
  ThreadPool pool(1);
  const double expected = -2 * (1 - MeanOverPairs(cloud, cloud, true)) / 50;
  EXPECT_NEAR(KernelDiscrepancy({cloud, cloud, {}}, InverseKernel, &pool).value,
              expected, 1e-6);
}

}  // namespace
}  // namespace flow::core
