#ifndef CORE_TENSOR_NORMAL_ROWS_H_
#define CORE_TENSOR_NORMAL_ROWS_H_

#include <cstdint>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// Rows of NormalTensor(seed, ...), float32 [R, columns]: row i is its row
/// `row_r`[i]. Drawn where the tensors are: `row_r` is int64 [R], `seed` the
/// bits of the seed, int64 [1], so that a recording (core/device) draws others
/// in each replay. A GPU does the same arithmetic (core/base/normal_pair.h);
/// there libflow_cuda.so must be loaded.
at::Tensor NormalRows(const at::Tensor& seed, const at::Tensor& row_r,
                      int64_t columns);

}  // namespace flow::core

#endif  // CORE_TENSOR_NORMAL_ROWS_H_
