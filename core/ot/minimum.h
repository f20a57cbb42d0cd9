#ifndef CORE_OT_MINIMUM_H_
#define CORE_OT_MINIMUM_H_

#include <cstdint>

namespace flow::core {

/// The scans of arrays that the solvers live on, in the widest vectors that the
/// processor has. No sum is reordered: the same bits with every instruction
/// set. Nothing may be NaN.

/// min_j a_j over `count` values; +infinity when there are none.
double Minimum(const double* a, int32_t count);

/// min_j (a_j + b_j) over `count` values; +infinity when there are none.
double MinimumOfSum(const double* a, const double* b, int32_t count);

/// The first j with a_j == value; `count` if there is none.
int32_t FirstEqual(const double* a, int32_t count, double value);

/// The first j with a_j + b_j == value; `count` if there is none.
int32_t FirstEqualSum(const double* a, const double* b, int32_t count,
                      double value);

/// The first j >= begin with a_j < limit; `count` if there is none.
int32_t NextBelow(const double* a, int32_t begin, int32_t count, double limit);

/// The least of a_j + b_j, the first j that has it, and the least of the
/// others.
struct TwoLeast {
  int32_t at = -1;
  float least = 0, second = 0;
};

/// Needs count >= 1; `second` is +infinity when there is one value alone.
TwoLeast TwoLeastOfSum(const float* a, const float* b, int32_t count);

/// TwoLeastOfSum() for this processor, for loops in which choosing it at every
/// call would cost as much as a short scan.
using TwoLeastScan = TwoLeast (*)(const float* a, const float* b,
                                  int32_t count);
TwoLeastScan ChosenTwoLeastOfSum();

}  // namespace flow::core

#endif  // CORE_OT_MINIMUM_H_
