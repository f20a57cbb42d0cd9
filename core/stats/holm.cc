#include "core/stats/holm.h"

#include <algorithm>
#include <numeric>

namespace flow::core {

std::vector<double> HolmAdjusted(absl::Span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (size_t k = 0; k < order.size(); ++k) {
    const double tests = static_cast<double>(order.size() - k);
    largest = std::max(largest, std::min(1.0, tests * p[order[k]]));
    adjusted[order[k]] = largest;
  }
  return adjusted;
}

}  // namespace flow::core
