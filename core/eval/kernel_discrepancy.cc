#include "core/eval/kernel_discrepancy.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "core/eval/mean_value.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

// For each point of x, the mean of the kernel over the other points of x.
std::vector<double> MeansWithin(const PointCloud& x, PairKernel kernel,
                                ThreadPool* pool) {
  std::vector<double> means = PairRowSums(x, x, kernel, pool);
  float self = 0;
  kernel(absl::MakeSpan(&self, 1));
  for (double& mean : means) {
    mean = (mean - self) / static_cast<double>(x.size() - 1);
  }
  return means;
}

// For each point of x, the mean of the kernel over the points of y.
std::vector<double> MeansAcross(const PointCloud& x, const PointCloud& y,
                                PairKernel kernel, ThreadPool* pool) {
  std::vector<double> means = PairRowSums(x, y, kernel, pool);
  for (double& mean : means) mean /= static_cast<double>(y.size());
  return means;
}

double Statistic(const std::vector<double>& within_x,
                 const std::vector<double>& within_y,
                 const std::vector<double>& across) {
  return SampleMean(within_x) + SampleMean(within_y) - 2 * SampleMean(across);
}

// Var(f) / n for one of the two clouds.
double ProjectionVariance(const std::vector<double>& within,
                          const std::vector<double>& across) {
  std::vector<double> projection(within.size());
  for (size_t i = 0; i < within.size(); ++i) {
    projection[i] = 2 * (within[i] - across[i]);
  }
  return VarianceOfMean(projection);
}

}  // namespace

MetricValue KernelDiscrepancy(const ComparedClouds& clouds, PairKernel kernel,
                              ThreadPool* pool) {
  const PointCloud& x = clouds.generated;
  const PointCloud& y = clouds.target;
  const std::vector<double> xx = MeansWithin(x, kernel, pool);
  const std::vector<double> yy = MeansWithin(y, kernel, pool);
  const std::vector<double> xy = MeansAcross(x, y, kernel, pool);
  const std::vector<double> yx = MeansAcross(y, x, kernel, pool);
  MetricValue result;
  result.value = Statistic(xx, yy, xy);
  result.std_error =
      std::sqrt(ProjectionVariance(xx, xy) + ProjectionVariance(yy, yx));
  result.n = x.size();
  if (clouds.second_target) {
    const PointCloud& z = *clouds.second_target;
    result.floor = Statistic(yy, MeansWithin(z, kernel, pool),
                             MeansAcross(y, z, kernel, pool));
  }
  return result;
}

}  // namespace flow::core
