#ifndef CORE_KERNELS_RECORD_NORM_H_
#define CORE_KERNELS_RECORD_NORM_H_

#include <cstdint>

#include "core/kernels/matrix_rows.h"

namespace flow::core {

/// Of one linear layer and some rows i: the inputs h_i and the derivatives g_i
/// of the loss in the outputs. Both have the same rows.
struct LayerRows {
  MatrixRows inputs;
  int64_t in = 0;  // numbers of h_i
  MatrixRows gradients;
  int64_t out = 0;  // numbers of g_i
};

/// |sum_i g_i (h_i, 1)^T|^2 over the rows, the squared length of what they add
/// to the gradient in the layer's weight and bias together, without forming it:
///
///     sum_i sum_j <g_i, g_j> (<h_i, h_j> + 1),
///
/// which is |g|^2 (|h|^2 + 1) for one row [Goodfellow15]. Takes
/// O(rows^2 (in + out)) time. Products are exact in double and summed there in
/// an order that depends on `in`, `out` and the rows alone. Draws nothing;
/// thread-safe.
double SquaredGradientNorm(const LayerRows& layer);

}  // namespace flow::core

#endif  // CORE_KERNELS_RECORD_NORM_H_
