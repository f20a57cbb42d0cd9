#ifndef FEDERATED_EXCHANGE_LEAST_COUNT_H_
#define FEDERATED_EXCHANGE_LEAST_COUNT_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/check.h"

namespace flow::federated {

/// The least k in {1, ..., n} with k / n >= share, both as doubles. That is
/// ceil(share n) where the product is exact, and 7 of 100 for a share of 0.07,
/// whose product with 100 is a little above 7. FLOW_CHECKs n >= 1 and a share
/// in (0, 1].
inline int64_t LeastCount(double share, int64_t n) {
  FLOW_CHECK(n >= 1) << "a share needs something to divide; got " << n;
  FLOW_CHECK(share > 0 && share <= 1)
      << "a share must be > 0 and <= 1; got " << share;
  const auto enough = [&](int64_t k) {
    return static_cast<double>(k) / static_cast<double>(n) >= share;
  };
  const double product = std::ceil(share * static_cast<double>(n));
  int64_t k = std::clamp<int64_t>(static_cast<int64_t>(product), 1, n);
  while (k > 1 && enough(k - 1)) --k;
  while (k < n && !enough(k)) ++k;
  return k;
}

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_LEAST_COUNT_H_
