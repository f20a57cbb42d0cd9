#include "core/kernels/mlp_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mlp_kernels.cc"
#include "hwy/foreach_target.h"
// comes after foreach_target.h
#include "core/kernels/activation-inl.h"
#include "core/kernels/dot_rows-inl.h"
#include "core/kernels/transpose-inl.h"
#include "hwy/highway.h"

#if HWY_ONCE
namespace flow::core {

HWY_EXPORT(Activate);
HWY_EXPORT(Dots);
HWY_EXPORT(Transpose);

void ApplyActivation(const ActivationFunction& function,
                     const ActivationRows& rows) {
  HWY_DYNAMIC_DISPATCH(Activate)(function, rows);
}

void DotRows(const DotRowsOptions& options) {
  HWY_DYNAMIC_DISPATCH(Dots)(options);
}

void TransposeMatrix(const float* from, int64_t rows, int64_t columns,
                     float* to, int64_t to_row) {
  HWY_DYNAMIC_DISPATCH(Transpose)(from, rows, columns, to, to_row);
}

}  // namespace flow::core
#endif  // HWY_ONCE
