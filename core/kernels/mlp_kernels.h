#ifndef CORE_KERNELS_MLP_KERNELS_H_
#define CORE_KERNELS_MLP_KERNELS_H_

#include <cstdint>

#include "core/nn/network_options.h"

namespace flow::core {

/// The elementwise passes of an MLP, on the calling thread, with the widest
/// instructions of this processor.

/// Rows of `columns` numbers, `stride` apart, each with room for whole vectors
/// (RowStride), in two matrices of one shape.
struct ActivationRows {
  float* values = nullptr;
  float* derivatives = nullptr;  // null if they are not wanted
  int64_t rows = 0, columns = 0, stride = 0;
};

/// Replaces the values by their activation and writes its derivative to the
/// same place of the other matrix.
void ApplyActivation(Activation activation, const ActivationRows& rows);

/// to[j to_row + i] = from[i columns + j].
void TransposeMatrix(const float* from, int64_t rows, int64_t columns,
                     float* to, int64_t to_row);

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_KERNELS_H_
