#ifndef CORE_TENSOR_PADDED_ROWS_H_
#define CORE_TENSOR_PADDED_ROWS_H_

#include <cstdint>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// `rows` rows of `x` [N, ...] from `first` < N on; where fewer are left, the
/// last of them is repeated. A view where all are there, else a copy.
at::Tensor PaddedRows(const at::Tensor& x, int64_t first, int64_t rows);

}  // namespace flow::core

#endif  // CORE_TENSOR_PADDED_ROWS_H_
