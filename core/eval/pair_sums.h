#ifndef CORE_EVAL_PAIR_SUMS_H_
#define CORE_EVAL_PAIR_SUMS_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "core/base/thread_pool.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

/// The most values that a kernel is handed at once.
inline constexpr int64_t kPairRun = 256;

/// Replaces squared distances by the values of a kernel, in place. Called with
/// at most kPairRun values, from several threads.
using PairKernel = absl::FunctionRef<void(absl::Span<float>)>;

/// sum_j k(|x_i - y_j|^2) for every i: kernel values in float32, sums in
/// double. O(N M) time and O(N + M) memory. Blocks of rows are the shards of
/// `pool`, so the bits do not depend on its threads.
std::vector<double> PairRowSums(const PointCloud& x, const PointCloud& y,
                                PairKernel kernel, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_PAIR_SUMS_H_
