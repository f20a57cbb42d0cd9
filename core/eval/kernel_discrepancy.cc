#include "core/eval/kernel_discrepancy.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "core/eval/mean_value.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

// For each point of x, the mean of the kernel over the other points of x.
std::vector<double> MeansWithin(const PointCloud& x, const KernelSums& sums) {
  std::vector<double> means = sums.rows(x, x);
  const std::vector<double> self = sums.diagonal(x);
  for (size_t i = 0; i < means.size(); ++i) {
    means[i] = (means[i] - self[i]) / static_cast<double>(x.size() - 1);
  }
  return means;
}

// For each point of x, the mean of the kernel over the points of y.
std::vector<double> MeansAcross(const PointCloud& x, const PointCloud& y,
                                const KernelSums& sums) {
  std::vector<double> means = sums.rows(x, y);
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

MetricValue KernelDiscrepancy(const ComparedClouds& clouds,
                              const KernelSums& sums) {
  const PointCloud& x = clouds.generated;
  const PointCloud& y = clouds.target;
  const std::vector<double> xx = MeansWithin(x, sums);
  const std::vector<double> yy = MeansWithin(y, sums);
  const std::vector<double> xy = MeansAcross(x, y, sums);
  const std::vector<double> yx = MeansAcross(y, x, sums);
  MetricValue result;
  result.value = Statistic(xx, yy, xy);
  result.std_error =
      std::sqrt(ProjectionVariance(xx, xy) + ProjectionVariance(yy, yx));
  result.n = x.size();
  if (clouds.second_target) {
    const PointCloud& z = *clouds.second_target;
    result.floor = Statistic(yy, MeansWithin(z, sums), MeansAcross(y, z, sums));
  }
  return result;
}

MetricValue KernelDiscrepancy(const ComparedClouds& clouds, PairKernel kernel,
                              ThreadPool* pool) {
  return KernelDiscrepancy(clouds,
                           {[&](const PointCloud& x, const PointCloud& y) {
                              return PairRowSums(x, y, kernel, pool);
                            },
                            [&](const PointCloud& x) {
                              float self = 0;
                              kernel(absl::MakeSpan(&self, 1));
                              return std::vector<double>(x.size(), self);
                            }});
}

}  // namespace flow::core
