#ifndef CORE_TENSOR_ARRAY_TENSOR_H_
#define CORE_TENSOR_ARRAY_TENSOR_H_

/// Between tensors and the arrays that files hold.

#include "ATen/core/Tensor.h"
#include "core/io/array.h"

namespace flow::core {

/// The tensor's type of an array's.
at::ScalarType ScalarTypeOf(DType type);

/// A copy of the tensor, row-major. FLOW_CHECKs that the dtype is one of DType.
Array ToArray(const at::Tensor& tensor);

/// A tensor that owns a copy of the array.
at::Tensor ToTensor(const Array& array);

}  // namespace flow::core

#endif  // CORE_TENSOR_ARRAY_TENSOR_H_
