#ifndef CORE_EVAL_CUBIC_KERNEL_H_
#define CORE_EVAL_CUBIC_KERNEL_H_

#include <vector>

#include "absl/types/span.h"
#include "core/base/thread_pool.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

/// k(x, y) = (<x, y> / D + 1)^3: an MMD with it compares the first three
/// moments of two laws, and nothing else.
double CubicKernel(absl::Span<const float> x, absl::Span<const float> y);

/// sum_j k(x_i, y_j) for every i, in double, pair by pair. O(N M D) time.
/// Blocks of rows are the shards of `pool`, so the bits do not depend on its
/// threads.
std::vector<double> CubicKernelRowSums(const PointCloud& x, const PointCloud& y,
                                       ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_CUBIC_KERNEL_H_
