#include "core/eval/neighbour_balls.h"

#include <algorithm>
#include <cstddef>

#include "absl/types/span.h"
#include "core/base/check.h"
#include "core/eval/squared_distances.h"

namespace flow::core {
namespace {

constexpr int64_t kRowsOfShard = 64;

// Calls visit(i, distances to all points of `to`) for every point of x.
template <typename Visit>
void ForEachRow(const PointCloud& x, const PointCloud& to, ThreadPool* pool,
                Visit visit) {
  const SquaredDistances distances(to);
  pool->ParallelFor(
      (x.size() + kRowsOfShard - 1) / kRowsOfShard, [&](int64_t shard) {
        std::vector<float> row(to.size());
        const int64_t begin = shard * kRowsOfShard;
        const int64_t end = std::min(begin + kRowsOfShard, x.size());
        for (int64_t i = begin; i < end; ++i) {
          distances.Compute(x.row(i), 0, absl::MakeSpan(row));
          visit(i, row);
        }
      });
}

}  // namespace

NeighbourBalls::NeighbourBalls(const PointCloud& cloud, int64_t k,
                               ThreadPool* pool)
    : cloud_(cloud), squared_radii_(cloud.size()) {
  FLOW_CHECK(1 <= k && k < cloud.size()) << "a point has no neighbour " << k;
  ForEachRow(cloud, cloud, pool, [&](int64_t i, std::vector<float>& row) {
    // the least is the point itself, at 0
    std::nth_element(row.begin(), row.begin() + k, row.end());
    squared_radii_[i] = row[k];
  });
}

std::vector<double> NeighbourBalls::Contain(const PointCloud& x,
                                            ThreadPool* pool) const {
  std::vector<double> inside(x.size(), 0.0);
  ForEachRow(x, cloud_, pool, [&](int64_t i, const std::vector<float>& row) {
    for (size_t j = 0; j < row.size() && inside[i] == 0; ++j) {
      if (row[j] <= squared_radii_[j]) inside[i] = 1;
    }
  });
  return inside;
}

}  // namespace flow::core
