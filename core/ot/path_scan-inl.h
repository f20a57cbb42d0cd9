// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_OT_PATH_SCAN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_OT_PATH_SCAN_INL_H_
#undef CORE_OT_PATH_SCAN_INL_H_
#else
#define CORE_OT_PATH_SCAN_INL_H_
#endif

#include <algorithm>
#include <cstdint>
#include <limits>

#include "core/ot/path_scan.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class D>
struct NearestLanes {
  hn::Vec<D> any, free;
};

// `d` is a whole vector or a single lane.
template <class D>
HWY_INLINE NearestLanes<D> RelaxAt(D d, int64_t row, const double* cost,
                                   double offset, const PathColumns& columns,
                                   int32_t j) {
  const hn::RebindToSigned<D> di;
  const auto through =
      hn::Add(hn::Add(hn::LoadU(d, cost + j), hn::LoadU(d, columns.toll + j)),
              hn::Set(d, offset));
  const auto so_far = hn::LoadU(d, columns.distance + j);
  const auto nearer = hn::RebindMask(di, hn::Lt(through, so_far));
  const auto distance = hn::Min(through, so_far);
  hn::StoreU(distance, d, columns.distance + j);
  hn::StoreU(hn::IfThenElse(nearer, hn::Set(di, row),
                            hn::LoadU(di, columns.row_before + j)),
             di, columns.row_before + j);
  return {distance, hn::Add(distance, hn::LoadU(d, columns.occupied + j))};
}

inline NearestDistances RelaxAll(int64_t row, const double* cost, double offset,
                                 int32_t count, const PathColumns& columns) {
  const hn::ScalableTag<double> d;
  const int32_t lanes = static_cast<int32_t>(hn::Lanes(d));
  auto any = hn::Set(d, std::numeric_limits<double>::infinity()), free = any;
  int32_t j = 0;
  for (; j + lanes <= count; j += lanes) {
    const auto at = RelaxAt(d, row, cost, offset, columns, j);
    any = hn::Min(any, at.any);
    free = hn::Min(free, at.free);
  }
  NearestDistances nearest = {hn::GetLane(hn::MinOfLanes(d, any)),
                              hn::GetLane(hn::MinOfLanes(d, free))};
  const hn::CappedTag<double, 1> one;
  for (; j < count; ++j) {
    const auto at = RelaxAt(one, row, cost, offset, columns, j);
    nearest.any = std::min(nearest.any, hn::GetLane(at.any));
    nearest.free = std::min(nearest.free, hn::GetLane(at.free));
  }
  return nearest;
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_OT_PATH_SCAN_INL_H_
