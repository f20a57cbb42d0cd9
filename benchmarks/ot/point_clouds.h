#ifndef BENCHMARKS_OT_POINT_CLOUDS_H_
#define BENCHMARKS_OT_POINT_CLOUDS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace flow::core {

/// Two clouds of points, row-major n x dim, that benchmarks/peers/clouds.py
/// makes as well: both sides then solve one problem, and must find one value.
struct PointClouds {
  std::vector<float> x_nd, y_nd;
};

/// "gaussian": both standard normal. "eight_gaussians": a standard normal, and
/// a ring of eight of radius 5 and variance 0.1. "moons": that ring, and two
/// half circles of radius 3. "tight_clusters": two rings of eight of radius 1
/// and deviation 1e-3. Coordinates beyond the second are normal, of the
/// cloud's deviation. FLOW_CHECKs that it knows the family.
PointClouds MakePointClouds(const std::string& family, int64_t n, int64_t dim);

/// |x_i - y_j|^2, row-major n x n, summed in double.
std::vector<float> SquaredCostMatrix(const PointClouds& clouds, int64_t n,
                                     int64_t dim);

}  // namespace flow::core

#endif  // BENCHMARKS_OT_POINT_CLOUDS_H_
