// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_KERNELS_DOT_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_KERNELS_DOT_ROWS_INL_H_
#undef CORE_KERNELS_DOT_ROWS_INL_H_
#else
#define CORE_KERNELS_DOT_ROWS_INL_H_
#endif

#include <cstdint>

#include "core/kernels/mlp_kernels.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

inline void Dots(const DotRowsOptions& m) {
  const hn::ScalableTag<float> d;
  const int64_t lanes = hn::Lanes(d);
  const int64_t whole = m.columns - m.columns % lanes;
  for (int64_t i = 0; i < m.rows; ++i) {
    const float* x = m.x + i * m.x_row;
    const float* y = m.y + i * m.y_row;
    auto sum = hn::Zero(d);
    for (int64_t j = 0; j < whole; j += lanes) {
      sum = hn::MulAdd(hn::LoadU(d, x + j), hn::LoadU(d, y + j), sum);
    }
    float total = hn::GetLane(hn::SumOfLanes(d, sum));
    for (int64_t j = whole; j < m.columns; ++j) total += x[j] * y[j];
    m.out[i] = total;
  }
}

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_DOT_ROWS_INL_H_
