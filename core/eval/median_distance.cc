#include "core/eval/median_distance.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/eval/pair_sums.h"
#include "core/eval/squared_distances.h"

namespace flow::core {
namespace {

// The bits of floats >= 0 are ordered as the floats are: the median's upper
// half is found by counting upper halves, then its lower half by counting lower
// halves among the values that share the upper one.
constexpr int64_t kHalves = 1 << 16;
constexpr int64_t kShards = 16;

using Counts = std::vector<int64_t>;

// Visits the squared distances of all pairs i < j that belong to `shard`: those
// of every kShards-th row, which balances the triangle.
void VisitPairs(const PointCloud& cloud, const SquaredDistances& to_cloud,
                int64_t shard, absl::FunctionRef<void(uint32_t)> visit) {
  std::array<float, kPairRun> buffer;
  for (int64_t i = shard; i < cloud.size(); i += kShards) {
    for (int64_t j = i + 1; j < cloud.size(); j += kPairRun) {
      const absl::Span<float> run(buffer.data(),
                                  std::min(kPairRun, cloud.size() - j));
      to_cloud.Compute(cloud.row(i), j, run);
      for (const float value : run) visit(std::bit_cast<uint32_t>(value));
    }
  }
}

// How often each half occurs: upper halves of all values, or lower halves of
// those whose upper half is `upper`.
Counts CountHalves(const PointCloud& cloud, const SquaredDistances& to_cloud,
                   std::optional<uint32_t> upper, ThreadPool* pool) {
  std::vector<Counts> counts(kShards, Counts(kHalves, 0));
  pool->ParallelFor(kShards, [&](int64_t shard) {
    Counts& count = counts[shard];
    VisitPairs(cloud, to_cloud, shard, [&](uint32_t bits) {
      if (!upper) {
        ++count[bits >> 16];
      } else if (bits >> 16 == *upper) {
        ++count[bits & 0xffff];
      }
    });
  });
  Counts total(kHalves, 0);
  for (const Counts& count : counts) {
    for (int64_t half = 0; half < kHalves; ++half) total[half] += count[half];
  }
  return total;
}

// The half that holds `rank`; takes the counts below it off `rank`.
uint32_t FindRank(const Counts& counts, int64_t& rank) {
  uint32_t half = 0;
  while (rank >= counts[half]) rank -= counts[half++];
  return half;
}

}  // namespace

double MedianDistance(const PointCloud& cloud, ThreadPool* pool) {
  const SquaredDistances to_cloud(cloud);
  const int64_t pairs = cloud.size() * (cloud.size() - 1) / 2;
  int64_t rank = (pairs - 1) / 2;
  const uint32_t upper =
      FindRank(CountHalves(cloud, to_cloud, std::nullopt, pool), rank);
  const uint32_t lower =
      FindRank(CountHalves(cloud, to_cloud, upper, pool), rank);
  return std::sqrt(
      static_cast<double>(std::bit_cast<float>(upper << 16 | lower)));
}

}  // namespace flow::core
