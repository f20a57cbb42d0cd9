#include "federated/partition/apportion.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/check.h"

namespace flow::federated {
namespace {

// Their numbers, from the least weight on.
std::vector<int64_t> ByWeight(absl::Span<const double> weights) {
  std::vector<int64_t> order(weights.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return weights[a] < weights[b];
  });
  return order;
}

// sums[k], the weights of order[k], order[k + 1], ...
std::vector<double> SumsFromTheEnd(absl::Span<const double> weights,
                                   absl::Span<const int64_t> order) {
  std::vector<double> sums(order.size() + 1, 0);
  for (int64_t k = order.size() - 1; k >= 0; --k) {
    sums[k] = sums[k + 1] + weights[order[k]];
  }
  return sums;
}

}  // namespace

std::vector<int64_t> Apportion(absl::Span<const double> weights,
                               int64_t total) {
  const int64_t n = weights.size();
  for (const double weight : weights) {
    FLOW_CHECK(weight >= 0 && std::isfinite(weight)) << "got " << weight;
  }
  FLOW_CHECK(n <= total) << n << " numbers of at least one, which sum to "
                         << total;
  const std::vector<int64_t> order = ByWeight(weights);
  const std::vector<double> sums = SumsFromTheEnd(weights, order);
  FLOW_CHECK(sums[0] > 0 && std::isfinite(sums[0])) << "got " << sums[0];
  // the least weight has the least quota: once it reaches one, all do
  std::vector<int64_t> parts(n, 1);
  int64_t first = 0;
  const auto quota = [&](int64_t k) {
    return weights[order[k]] * (total - first) / sums[first];
  };
  while (first < n && quota(first) < 1) ++first;

  std::vector<double> fractions(n, -1);
  int64_t left = total - first;
  for (int64_t k = first; k < n; ++k) {
    const double whole = std::floor(quota(k));
    parts[order[k]] = whole;
    fractions[order[k]] = quota(k) - whole;
    left -= parts[order[k]];
  }
  FLOW_CHECK(left >= 0 && left <= n - first) << "left " << left;
  std::vector<int64_t> by_fraction(n);
  std::iota(by_fraction.begin(), by_fraction.end(), 0);
  std::stable_sort(
      by_fraction.begin(), by_fraction.end(),
      [&](int64_t a, int64_t b) { return fractions[a] > fractions[b]; });
  for (int64_t k = 0; k < left; ++k) ++parts[by_fraction[k]];
  return parts;
}

}  // namespace flow::federated
