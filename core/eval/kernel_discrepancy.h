#ifndef CORE_EVAL_KERNEL_DISCREPANCY_H_
#define CORE_EVAL_KERNEL_DISCREPANCY_H_

/// What MMD and the energy distance have in common: the discrepancy of two laws
/// P and Q that a kernel sees,
///
///     E k(X, X') + E k(Y, Y') - 2 E k(X, Y),    X, X' ~ P and Y, Y' ~ Q.
///
/// Estimated without bias by the two-sample U-statistic [Gretton12, Lemma 6]
///
///     sum_{i != j} k(x_i, x_j) / (n (n - 1))
///       + sum_{i != j} k(y_i, y_j) / (m (m - 1)) - 2 sum_ij k(x_i, y_j) / (n
///       m),
///
/// which is negative about half of the time when P = Q.
///
/// Its standard error comes from the first-order (Hoeffding) projection
/// [Hoeffding48]: with
///
///     f_i = 2 (mean_{j != i} k(x_i, x_j) - mean_j k(x_i, y_j)),
///
/// and g_j likewise for y_j, the variance is Var(f) / n + Var(g) / m. Where P =
/// Q the projection vanishes and only the noise of f and g is left: the
/// estimated variance is then twice the variance on average (for n = m, as n
/// grows, 16 E k^2 / n^2 against 8 E k^2 / n^2, with k centred), so that a
/// comparison near the floor errs on the careful side.

#include <vector>

#include "absl/functional/function_ref.h"
#include "core/base/thread_pool.h"
#include "core/eval/metric.h"
#include "core/eval/pair_sums.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

/// What is asked of a kernel k, for every point of x: the sum of k(x_i, y_j)
/// over the points of y, and k(x_i, x_i).
struct KernelSums {
  absl::FunctionRef<std::vector<double>(const PointCloud& x,
                                        const PointCloud& y)>
      rows;
  absl::FunctionRef<std::vector<double>(const PointCloud& x)> diagonal;
};

/// Between the generated and the target points, which may differ in number. The
/// floor is the same statistic between the target and the second target. Four
/// passes over all pairs, six with the floor.
MetricValue KernelDiscrepancy(const ComparedClouds& clouds,
                              const KernelSums& sums);

/// The same for a kernel of the squared distance.
MetricValue KernelDiscrepancy(const ComparedClouds& clouds, PairKernel kernel,
                              ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_KERNEL_DISCREPANCY_H_
