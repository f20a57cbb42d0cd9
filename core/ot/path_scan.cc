#include "core/ot/path_scan.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ot/path_scan.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/ot/path_scan-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(RelaxAll);

NearestDistances Relax(int64_t row, const double* cost, double offset,
                       int32_t count, const PathColumns& columns) {
  return HWY_DYNAMIC_DISPATCH(RelaxAll)(row, cost, offset, count, columns);
}

}  // namespace flow::core
#endif  // HWY_ONCE
