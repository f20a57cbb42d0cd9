#include "core/tensor/array_tensor.h"

#include "ATen/ops/arange.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(ArrayTensorTest, RoundTripsEveryDtype) {
  const at::Tensor range = at::arange(6).reshape({2, 3});
  for (const at::ScalarType type :
       {at::kFloat, at::kDouble, at::kHalf, at::kLong, at::kInt, at::kByte,
        at::kBool}) {
    const at::Tensor tensor = range.to(type);
    EXPECT_TRUE(ToTensor(ToArray(tensor)).equal(tensor)) << type;
  }
}

TEST(ArrayTensorTest, WritesRowMajorWhateverTheStrides) {
  const at::Tensor transposed = at::arange(6).reshape({2, 3}).t();
  const Array array = ToArray(transposed);
  EXPECT_EQ(array.shape, (std::vector<int64_t>{3, 2}));
  EXPECT_TRUE(ToTensor(array).equal(transposed));
}

}  // namespace
}  // namespace flow::core
