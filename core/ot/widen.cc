#include "core/ot/widen.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ot/widen.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/ot/widen-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(WidenAll);

void Widen(const float* from, int32_t count, double* to) {
  HWY_DYNAMIC_DISPATCH(WidenAll)(from, count, to);
}

}  // namespace flow::core
#endif  // HWY_ONCE
