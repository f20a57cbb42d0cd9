#include "core/tensor/constant.h"

#include "ATen/ops/arange.h"
#include "ATen/ops/empty.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(ConstantTest, IsMadeOnceForEachDtypeAndDevice) {
  const at::Tensor value = at::arange(3, at::kDouble);
  const Constant constant(value);
  const at::Tensor single = at::empty({1}, at::kFloat);
  const at::Tensor first = constant.Like(single);
  EXPECT_TRUE(first.equal(value.to(at::kFloat)));
  EXPECT_TRUE(constant.Like(single).is_same(first));
  const Constant copy = constant;
  EXPECT_TRUE(copy.Like(single).is_same(first));
  EXPECT_EQ(constant.Like(value).scalar_type(), at::kDouble);
  const at::Tensor nowhere = at::empty({1}, at::device(at::kMeta));
  EXPECT_TRUE(constant.Like(nowhere).is_meta());
  EXPECT_TRUE(constant.Like(nowhere).is_same(constant.Like(nowhere)));
  EXPECT_TRUE(constant.value().is_same(value));
  EXPECT_FALSE(Constant().defined());
}

}  // namespace
}  // namespace flow::core
