#include "core/tensor/array_tensor.h"

#include <cstring>

#include "ATen/ops/empty.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

struct TypePair {
  DType dtype;
  at::ScalarType scalar_type;
};

constexpr TypePair kTypes[] = {
    {DType::kFloat32, at::kFloat}, {DType::kFloat64, at::kDouble},
    {DType::kFloat16, at::kHalf},  {DType::kInt64, at::kLong},
    {DType::kInt32, at::kInt},     {DType::kUint8, at::kByte},
    {DType::kBool, at::kBool}};

DType DTypeOf(at::ScalarType type) {
  for (const TypePair& pair : kTypes) {
    if (pair.scalar_type == type) return pair.dtype;
  }
  FLOW_CHECK(false) << "no file format here holds " << at::toString(type);
  return DType::kFloat32;
}

}  // namespace

at::ScalarType ScalarTypeOf(DType type) {
  for (const TypePair& pair : kTypes) {
    if (pair.dtype == type) return pair.scalar_type;
  }
  FLOW_CHECK(false) << "a dtype without a tensor type";
  return at::kFloat;
}

Array ToArray(const at::Tensor& tensor) {
  const at::Tensor rows = tensor.detach().contiguous();
  Array array{DTypeOf(rows.scalar_type()), rows.sizes().vec(), ""};
  array.bytes.assign(static_cast<const char*>(rows.const_data_ptr()),
                     rows.nbytes());
  return array;
}

at::Tensor ToTensor(const Array& array) {
  at::Tensor tensor = at::empty(array.shape, ScalarTypeOf(array.dtype));
  FLOW_CHECK(tensor.nbytes() == array.bytes.size())
      << "an array's bytes fit its shape";
  std::memcpy(tensor.mutable_data_ptr(), array.bytes.data(), tensor.nbytes());
  return tensor;
}

}  // namespace flow::core
