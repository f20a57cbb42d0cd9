#ifndef CORE_OT_MINIMUM_H_
#define CORE_OT_MINIMUM_H_

#include <cstdint>

namespace flow::core {

/// min_j a_j over `count` values; +infinity when there are none.
double Minimum(const double* a, int32_t count);

/// min_j (a_j + b_j) over `count` values; +infinity when there are none.
double MinimumOfSum(const double* a, const double* b, int32_t count);

}  // namespace flow::core

#endif  // CORE_OT_MINIMUM_H_
