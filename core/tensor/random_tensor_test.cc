#include "core/tensor/random_tensor.h"

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(RandomTensorTest, ALongerDrawBeginsWithTheShorter) {
  EXPECT_TRUE(
      NormalTensor(3, 100, 2).narrow(0, 0, 7).equal(NormalTensor(3, 7, 2)));
  EXPECT_TRUE(UniformTensor(3, 100).narrow(0, 0, 7).equal(UniformTensor(3, 7)));
}

TEST(RandomTensorTest, UniformStaysBelowOne) {
  const at::Tensor u = UniformTensor(5, 100000);
  EXPECT_GE(u.min().item<float>(), 0);
  EXPECT_LT(u.max().item<float>(), 1);
}

}  // namespace
}  // namespace flow::core
