#include "core/kernels/optimizer_step.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/optimizer_step.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/kernels/optimizer_step-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(AdamPass);
HWY_EXPORT(SquareSum);

void AdamStep(const AdamCoefficients& coefficients, const AdamArrays& arrays) {
  HWY_DYNAMIC_DISPATCH(AdamPass)(coefficients, arrays);
}

double SumOfSquares(const float* values, int64_t count) {
  return HWY_DYNAMIC_DISPATCH(SquareSum)(values, count);
}

}  // namespace flow::core
#endif  // HWY_ONCE
