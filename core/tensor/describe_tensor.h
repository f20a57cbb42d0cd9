#ifndef CORE_TENSOR_DESCRIBE_TENSOR_H_
#define CORE_TENSOR_DESCRIBE_TENSOR_H_

#include <string>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// For messages: "Float [64, 3]", or "nothing" where the tensor is undefined.
std::string DescribeTensor(const at::Tensor& x);

}  // namespace flow::core

#endif  // CORE_TENSOR_DESCRIBE_TENSOR_H_
