#ifndef CORE_KERNELS_MATRIX_ROWS_H_
#define CORE_KERNELS_MATRIX_ROWS_H_

#include <cstdint>

namespace flow::core {

/// Rows [begin, end) of a row-major float32 matrix in somebody else's memory.
/// Indices are those of the whole matrix.
struct MatrixRows {
  float* data = nullptr;  // of row 0
  int64_t stride = 0;     // numbers from one row to the next
  int64_t begin = 0, end = 0;

  int64_t count() const { return end - begin; }
  float* Row(int64_t i) const { return data + i * stride; }
};

}  // namespace flow::core

#endif  // CORE_KERNELS_MATRIX_ROWS_H_
