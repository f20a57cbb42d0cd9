#ifndef CORE_KERNELS_MLP_KERNELS_H_
#define CORE_KERNELS_MLP_KERNELS_H_

#include <cstdint>

#include "core/nn/network_options.h"

namespace flow::core {

/// The elementwise passes of an MLP, on the calling thread, with the widest
/// instructions of this processor.

/// An activation with its parameter.
struct ActivationFunction {
  Activation kind = Activation::kSilu;
  float softplus_beta = 1;  // > 0; only kSoftplus looks at it
};

/// The one between the layers of an MLP.
inline ActivationFunction ActivationOf(const MlpOptions& options) {
  return {options.activation, static_cast<float>(options.softplus_beta)};
}

/// Rows of `columns` numbers, `stride` apart, each with room for whole vectors
/// (RowStride), in two matrices of one shape.
struct ActivationRows {
  float* values = nullptr;
  float* derivatives = nullptr;  // null if they are not wanted
  int64_t rows = 0, columns = 0, stride = 0;
};

/// Replaces the values by their activation and writes its derivative to the
/// same place of the other matrix.
void ApplyActivation(const ActivationFunction& function,
                     const ActivationRows& rows);

/// What DotRows reads and writes.
struct DotRowsOptions {
  int64_t rows = 0, columns = 0;
  const float* x = nullptr;  // row i at x + i x_row
  int64_t x_row = 0;
  const float* y = nullptr;  // row i at y + i y_row; 0: one row for all
  int64_t y_row = 0;
  float* out = nullptr;
};

/// out[i] = sum_j x(i, j) y(i, j). A sum's bits depend on its rows alone, and
/// on the instruction set.
void DotRows(const DotRowsOptions& options);

/// to[j to_row + i] = from[i columns + j].
void TransposeMatrix(const float* from, int64_t rows, int64_t columns,
                     float* to, int64_t to_row);

}  // namespace flow::core

#endif  // CORE_KERNELS_MLP_KERNELS_H_
