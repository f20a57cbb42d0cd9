// Included once for each instruction set; see hwy/foreach_target.h.
#if defined(CORE_KERNELS_TRANSPOSE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORE_KERNELS_TRANSPOSE_INL_H_
#undef CORE_KERNELS_TRANSPOSE_INL_H_
#else
#define CORE_KERNELS_TRANSPOSE_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace flow::core::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// to[j to_row + i] = from[i from_row + j] for a block of `rows` x `columns`.
inline void TransposeScalars(const float* from, int64_t from_row, int64_t rows,
                             int64_t columns, float* to, int64_t to_row) {
  for (int64_t j = 0; j < columns; ++j) {
    for (int64_t i = 0; i < rows; ++i) {
      to[j * to_row + i] = from[i * from_row + j];
    }
  }
}

#if HWY_TARGET == HWY_SCALAR
inline void Transpose(const float* from, int64_t rows, int64_t columns,
                      float* to, int64_t to_row) {
  TransposeScalars(from, columns, rows, columns, to, to_row);
}
#else

// Four rows of four numbers become four columns.
HWY_INLINE void TransposeSquare(const float* from, int64_t from_row, float* to,
                                int64_t to_row) {
  const hn::Full128<float> d;
  const hn::Repartition<double, decltype(d)> d2;
  const auto a = hn::LoadU(d, from), b = hn::LoadU(d, from + from_row),
             c = hn::LoadU(d, from + 2 * from_row),
             e = hn::LoadU(d, from + 3 * from_row);
  const auto ab0 = hn::BitCast(d2, hn::InterleaveLower(d, a, b));
  const auto ab2 = hn::BitCast(d2, hn::InterleaveUpper(d, a, b));
  const auto ce0 = hn::BitCast(d2, hn::InterleaveLower(d, c, e));
  const auto ce2 = hn::BitCast(d2, hn::InterleaveUpper(d, c, e));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(d2, ab0, ce0)), d, to);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(d2, ab0, ce0)), d, to + to_row);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(d2, ab2, ce2)), d,
             to + 2 * to_row);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(d2, ab2, ce2)), d,
             to + 3 * to_row);
}

// to[j to_row + i] = from[i columns + j].
inline void Transpose(const float* from, int64_t rows, int64_t columns,
                      float* to, int64_t to_row) {
  const int64_t whole_rows = rows / 4 * 4, whole_columns = columns / 4 * 4;
  // by whole cache lines on both sides: where rows are far apart, a line that
  // is left half done is gone when one comes back to it
  constexpr int64_t kLine = 16;
  for (int64_t i0 = 0; i0 < whole_rows; i0 += kLine) {
    for (int64_t j0 = 0; j0 < whole_columns; j0 += kLine) {
      for (int64_t i = i0; i < std::min(whole_rows, i0 + kLine); i += 4) {
        for (int64_t j = j0; j < std::min(whole_columns, j0 + kLine); j += 4) {
          TransposeSquare(from + i * columns + j, columns, to + j * to_row + i,
                          to_row);
        }
      }
    }
  }
  TransposeScalars(from + whole_columns, columns, rows, columns - whole_columns,
                   to + whole_columns * to_row, to_row);
  TransposeScalars(from + whole_rows * columns, columns, rows - whole_rows,
                   whole_columns, to + whole_rows, to_row);
}
#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace flow::core::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // CORE_KERNELS_TRANSPOSE_INL_H_
