#include "core/eval/features/feature_balls.h"

#include <algorithm>
#include <cstddef>

#include "core/base/check.h"

namespace flow::core {
namespace {

constexpr int64_t kRowsOfShard = 64;

// Calls visit(i, quick distances to all, their margin) for every row of x.
template <typename Visit>
void ForEachRow(const at::Tensor& x_nf, const QuickDistances& distances,
                ThreadPool* pool, Visit visit) {
  const int64_t n = x_nf.size(0);
  pool->ParallelFor((n + kRowsOfShard - 1) / kRowsOfShard, [&](int64_t shard) {
    const int64_t begin = shard * kRowsOfShard;
    const int64_t rows = std::min(kRowsOfShard, n - begin);
    const QuickDistances::Rows quick =
        distances.From(x_nf.narrow(0, begin, rows));
    const double* const margin = quick.margin_r.const_data_ptr<double>();
    const double* const squared = quick.squared_rm.const_data_ptr<double>();
    for (int64_t r = 0; r < rows; ++r) {
      visit(begin + r, squared + r * quick.squared_rm.size(1), margin[r]);
    }
  });
}

}  // namespace

FeatureBalls::FeatureBalls(const at::Tensor& centre_nf, int64_t k,
                           ThreadPool* pool)
    : centre_nf_(centre_nf),
      to_centres_(centre_nf),
      squared_radius_(centre_nf.size(0)) {
  FLOW_CHECK(1 <= k && k < centre_nf.size(0))
      << "an image has no neighbour " << k;
  ForEachRow(centre_nf_, to_centres_, pool,
             [&](int64_t i, const double* squared, double margin) {
               squared_radius_[i] = SquaredRadius(i, squared, margin, k);
             });
}

// The k-th neighbour is at most a margin beyond the k-th quick distance, and so
// at most two beyond by its own: those that come into question are few.
double FeatureBalls::SquaredRadius(int64_t i, const double* squared,
                                   double margin, int64_t k) const {
  std::vector<double> values(squared, squared + centre_nf_.size(0));
  // the least is the image itself, at 0
  std::nth_element(values.begin(), values.begin() + k, values.end());
  const double farthest = values[k] + 2 * margin;
  values.clear();
  for (int64_t j = 0; j < centre_nf_.size(0); ++j) {
    if (squared[j] > farthest) continue;
    values.push_back(FeatureDistance(centre_nf_[i], centre_nf_[j]));
  }
  std::nth_element(values.begin(), values.begin() + k, values.end());
  return values[k];
}

bool FeatureBalls::Contains(const at::Tensor& x_f, const double* squared,
                            double margin) const {
  for (size_t j = 0; j < squared_radius_.size(); ++j) {
    const double radius = squared_radius_[j];
    if (squared[j] > radius + margin) continue;
    if (squared[j] <= radius - margin) return true;
    if (FeatureDistance(x_f, centre_nf_[j]) <= radius) return true;
  }
  return false;
}

std::vector<double> FeatureBalls::Contain(const at::Tensor& x_mf,
                                          ThreadPool* pool) const {
  std::vector<double> inside(x_mf.size(0));
  ForEachRow(x_mf, to_centres_, pool,
             [&](int64_t i, const double* squared, double margin) {
               inside[i] = Contains(x_mf[i], squared, margin) ? 1 : 0;
             });
  return inside;
}

}  // namespace flow::core
