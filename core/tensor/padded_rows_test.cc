#include "core/tensor/padded_rows.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(PaddedRowsTest, AreThoseThatAreThere) {
  const at::Tensor x = at::arange(12).view({6, 2});
  EXPECT_TRUE(PaddedRows(x, 1, 3).equal(x.narrow(0, 1, 3)));
  EXPECT_TRUE(PaddedRows(x, 3, 3).equal(x.narrow(0, 3, 3)));
  EXPECT_TRUE(PaddedRows(x, 1, 3).is_alias_of(x));
}

TEST(PaddedRowsTest, TheLastIsRepeated) {
  const at::Tensor x = at::arange(3);
  EXPECT_TRUE(
      PaddedRows(x, 1, 5).equal(at::tensor({1, 2, 2, 2, 2}, at::kLong)));
  const at::Tensor images = at::arange(24).view({3, 2, 2, 2});
  const at::Tensor padded = PaddedRows(images, 2, 4);
  EXPECT_EQ(padded.sizes(), at::IntArrayRef({4, 2, 2, 2}));
  for (int64_t i = 0; i < 4; ++i) EXPECT_TRUE(padded[i].equal(images[2]));
}

}  // namespace
}  // namespace flow::core
