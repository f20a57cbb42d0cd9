#include "core/eval/squared_distances.h"

#include <algorithm>
#include <cstddef>

namespace flow::core {

SquaredDistances::SquaredDistances(const PointCloud& cloud)
    : n_(cloud.size()), coordinate_dn_(cloud.values().size()) {
  for (int64_t i = 0; i < n_; ++i) {
    for (int64_t d = 0; d < cloud.dim(); ++d) {
      coordinate_dn_[d * n_ + i] = cloud.row(i)[d];
    }
  }
}

void SquaredDistances::Compute(absl::Span<const float> x, int64_t begin,
                               absl::Span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0f);
  for (size_t d = 0; d < x.size(); ++d) {
    const float x_d = x[d];
    const float* y = coordinate_dn_.data() + d * n_ + begin;
    for (size_t j = 0; j < out.size(); ++j) {
      const float difference = x_d - y[j];
      out[j] += difference * difference;
    }
  }
}

}  // namespace flow::core
