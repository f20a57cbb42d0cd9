#include "core/ot/minimum.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ot/minimum.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/ot/minimum-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(LeastValue);
HWY_EXPORT(LeastSum);
HWY_EXPORT(FirstValue);
HWY_EXPORT(FirstSum);
HWY_EXPORT(NextLower);
HWY_EXPORT(TwoLeastSums);

double Minimum(const double* a, int32_t count) {
  return HWY_DYNAMIC_DISPATCH(LeastValue)(a, count);
}

double MinimumOfSum(const double* a, const double* b, int32_t count) {
  return HWY_DYNAMIC_DISPATCH(LeastSum)(a, b, count);
}

int32_t FirstEqual(const double* a, int32_t count, double value) {
  return HWY_DYNAMIC_DISPATCH(FirstValue)(a, count, value);
}

int32_t FirstEqualSum(const double* a, const double* b, int32_t count,
                      double value) {
  return HWY_DYNAMIC_DISPATCH(FirstSum)(a, b, count, value);
}

int32_t NextBelow(const double* a, int32_t begin, int32_t count, double limit) {
  return HWY_DYNAMIC_DISPATCH(NextLower)(a, begin, count, limit);
}

TwoLeast TwoLeastOfSum(const float* a, const float* b, int32_t count) {
  return HWY_DYNAMIC_DISPATCH(TwoLeastSums)(a, b, count);
}

TwoLeastScan ChosenTwoLeastOfSum() {
  return HWY_DYNAMIC_DISPATCH(TwoLeastSums);
}

}  // namespace flow::core
#endif  // HWY_ONCE
