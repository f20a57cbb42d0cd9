#include "core/eval/cubic_kernel.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace flow::core {
namespace {

constexpr int64_t kRowsOfShard = 64, kRun = 256;

double Cube(double x) { return x * x * x; }

// The inner products of `x` with the points begin, begin + 1, ... of y, whose
// coordinates lie one after the other: a loop over points that vectorises.
void Products(absl::Span<const float> x, const float* y_dn, int64_t n,
              int64_t begin, absl::Span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (size_t d = 0; d < x.size(); ++d) {
    const double x_d = x[d];
    const float* y = y_dn + d * n + begin;
    for (size_t j = 0; j < out.size(); ++j) out[j] += x_d * y[j];
  }
}

std::vector<float> Transposed(const PointCloud& y) {
  std::vector<float> y_dn(y.values().size());
  for (int64_t i = 0; i < y.size(); ++i) {
    for (int64_t d = 0; d < y.dim(); ++d) y_dn[d * y.size() + i] = y.row(i)[d];
  }
  return y_dn;
}

}  // namespace

double CubicKernel(absl::Span<const float> x, absl::Span<const float> y) {
  double product = 0;
  for (size_t d = 0; d < x.size(); ++d) {
    product += static_cast<double>(x[d]) * y[d];
  }
  return Cube(product / static_cast<double>(x.size()) + 1);
}

std::vector<double> CubicKernelRowSums(const PointCloud& x, const PointCloud& y,
                                       ThreadPool* pool) {
  const std::vector<float> y_dn = Transposed(y);
  const double dim = static_cast<double>(x.dim());
  std::vector<double> sums(x.size(), 0.0);
  const int64_t shards = (x.size() + kRowsOfShard - 1) / kRowsOfShard;
  pool->ParallelFor(shards, [&](int64_t shard) {
    const int64_t first = shard * kRowsOfShard;
    const int64_t last = std::min(first + kRowsOfShard, x.size());
    std::array<double, kRun> buffer;
    // runs outside, rows inside: a run of y stays in the cache
    for (int64_t j = 0; j < y.size(); j += kRun) {
      const absl::Span<double> run(buffer.data(), std::min(kRun, y.size() - j));
      for (int64_t i = first; i < last; ++i) {
        Products(x.row(i), y_dn.data(), y.size(), j, run);
        double sum = 0;
        for (const double product : run) sum += Cube(product / dim + 1);
        sums[i] += sum;
      }
    }
  });
  return sums;
}

}  // namespace flow::core
