#ifndef CORE_BASE_FIRST_ABOVE_H_
#define CORE_BASE_FIRST_ABOVE_H_

#include <algorithm>
#include <cstdint>

#include "absl/types/span.h"

namespace flow {

/// The first i with cumulative[i] > where, and the last i where there is none:
/// rounding may leave the last sum just below what it should be, and a uniform
/// number above it. `cumulative` is increasing and not empty.
inline int64_t FirstAbove(absl::Span<const double> cumulative, double where) {
  return std::upper_bound(cumulative.begin(), cumulative.end() - 1, where) -
         cumulative.begin();
}

}  // namespace flow

#endif  // CORE_BASE_FIRST_ABOVE_H_
