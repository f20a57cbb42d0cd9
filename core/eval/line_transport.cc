#include "core/eval/line_transport.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "core/base/check.h"

namespace flow::core {
namespace {

// The indices of `values` in ascending order; equal values in any fixed order.
std::vector<size_t> AscendingOrder(absl::Span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t i, size_t j) {
    return values[i] < values[j] || (values[i] == values[j] && i < j);
  });
  return order;
}

}  // namespace

LineTransport TransportOnLine(absl::Span<const double> x,
                              absl::Span<const double> y) {
  const size_t n = x.size();
  FLOW_CHECK(n >= 1 && y.size() == n) << "got " << n << " and " << y.size();
  const std::vector<size_t> x_order = AscendingOrder(x);
  const std::vector<size_t> y_order = AscendingOrder(y);
  LineTransport result{0, std::vector<double>(n), std::vector<double>(n)};
  double potential = 0;
  for (size_t i = 0; i < n; ++i) {
    const double x_i = x[x_order[i]], y_i = y[y_order[i]];
    if (i > 0) {
      const double x_h = x[x_order[i - 1]], y_h = y[y_order[i - 1]];
      // the middle of (x_i - y_i)^2 - (x_h - y_i)^2 <= u_i - u_h and
      // u_i - u_h <= (x_i - y_h)^2 - (x_h - y_h)^2
      potential += (x_i - x_h) * (x_i + x_h - y_i - y_h);
    }
    const double cost = (x_i - y_i) * (x_i - y_i);
    result.mean_cost += cost / static_cast<double>(n);
    result.potential_x[x_order[i]] = potential;
    result.potential_y[y_order[i]] = cost - potential;
  }
  return result;
}

}  // namespace flow::core
