#include "core/kernels/random_rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/random_rows.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/kernels/random_rows-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(NormalRows);
HWY_EXPORT(UniformRows);

void FillNormal(Seed seed, uint64_t first_row, int64_t rows, int64_t columns,
                float* out, int64_t stride) {
  HWY_DYNAMIC_DISPATCH(NormalRows)
  (seed, first_row, rows, columns, out, stride);
}

void FillUniform(Seed seed, uint64_t first_row, int64_t rows, float* out) {
  HWY_DYNAMIC_DISPATCH(UniformRows)(seed, first_row, rows, out);
}

}  // namespace flow::core
#endif  // HWY_ONCE
