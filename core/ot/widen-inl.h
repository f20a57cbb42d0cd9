// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_OT_WIDEN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_OT_WIDEN_INL_H_
#undef CORE_OT_WIDEN_INL_H_
#else
#define CORE_OT_WIDEN_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

inline void WidenAll(const float* from, int32_t count, double* to) {
  const hn::ScalableTag<double> d;
  const hn::Rebind<float, decltype(d)> half;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  int32_t j = 0;
  for (; j + lanes <= count; j += lanes) {
    hn::StoreU(hn::PromoteTo(d, hn::LoadU(half, from + j)), d, to + j);
  }
  for (; j < count; ++j) to[j] = from[j];
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_OT_WIDEN_INL_H_
