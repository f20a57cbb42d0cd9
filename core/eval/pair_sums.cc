#include "core/eval/pair_sums.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/eval/squared_distances.h"

namespace flow::core {
namespace {

constexpr int64_t kRowsOfShard = 64;

// four sums side by side, a fixed order that the compiler can vectorise
double SumInDouble(absl::Span<const float> values) {
  std::array<double, 4> lane = {};
  size_t j = 0;
  for (; j + 4 <= values.size(); j += 4) {
    for (size_t l = 0; l < 4; ++l) lane[l] += values[j + l];
  }
  for (; j < values.size(); ++j) lane[0] += values[j];
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

}  // namespace

std::vector<double> PairRowSums(const PointCloud& x, const PointCloud& y,
                                PairKernel kernel, ThreadPool* pool) {
  const SquaredDistances to_y(y);
  std::vector<double> sums(x.size(), 0.0);
  const int64_t shards = (x.size() + kRowsOfShard - 1) / kRowsOfShard;
  pool->ParallelFor(shards, [&](int64_t shard) {
    const int64_t first = shard * kRowsOfShard;
    const int64_t last = std::min(first + kRowsOfShard, x.size());
    std::array<float, kPairRun> buffer;
    // runs outside, rows inside: a run of y stays in the cache
    for (int64_t j = 0; j < y.size(); j += kPairRun) {
      const absl::Span<float> run(buffer.data(),
                                  std::min(kPairRun, y.size() - j));
      for (int64_t i = first; i < last; ++i) {
        to_y.Compute(x.row(i), j, run);
        kernel(run);
        sums[i] += SumInDouble(run);
      }
    }
  });
  return sums;
}

}  // namespace flow::core
