#include "core/ot/squared_costs.h"

#include <algorithm>
#include <cstddef>

#include "core/base/check.h"

namespace flow::core {
namespace {

// Coordinates in one pass over the row: fewer loads and stores of the sums.
constexpr int64_t kAtOnce = 4;

inline float Square(float a) { return a * a; }

}  // namespace

SquaredCosts::SquaredCosts(absl::Span<const float> y_nd, int64_t n, int64_t dim)
    : n_(n), dim_(dim), y_dn_(y_nd.size()) {
  FLOW_CHECK(dim >= 1 && y_nd.size() == static_cast<size_t>(n * dim))
      << "n x dim coordinates; got " << y_nd.size() << " for " << n << " x "
      << dim;
  for (int64_t j = 0; j < n; ++j) {
    for (int64_t d = 0; d < dim; ++d) y_dn_[d * n + j] = y_nd[j * dim + d];
  }
}

void SquaredCosts::Row(const float* x, float* out) const {
  std::fill_n(out, n_, 0.0f);
  int64_t d = 0;
  for (; d + kAtOnce <= dim_; d += kAtOnce) {
    const float* y0 = &y_dn_[d * n_];
    const float *y1 = y0 + n_, *y2 = y1 + n_, *y3 = y2 + n_;
    for (int64_t j = 0; j < n_; ++j) {
      out[j] += (Square(x[d] - y0[j]) + Square(x[d + 1] - y1[j])) +
                (Square(x[d + 2] - y2[j]) + Square(x[d + 3] - y3[j]));
    }
  }
  for (; d < dim_; ++d) {
    const float* y = &y_dn_[d * n_];
    for (int64_t j = 0; j < n_; ++j) out[j] += Square(x[d] - y[j]);
  }
}

std::vector<float> AllSquaredCosts(absl::Span<const float> x_nd,
                                   const SquaredCosts& costs, int64_t n) {
  std::vector<float> cost_rc(n * costs.size());
  for (int64_t i = 0; i < n; ++i) {
    costs.Row(&x_nd[i * costs.dim()], &cost_rc[i * costs.size()]);
  }
  return cost_rc;
}

}  // namespace flow::core
