#include "core/nn/flat_parameters.h"

#include <gtest/gtest.h>

#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"

namespace flow::core {
namespace {

const Parameters kParameters = {
    {"a", at::arange(6, at::kFloat).view({2, 3})},
    {"b", at::tensor({7.0f, 8.0f}, at::kFloat)},
};

TEST(FlatParametersTest, StandBehindOneAnotherInTheirOrder) {
  const FlatParameters flat = Flatten(kParameters);
  EXPECT_TRUE(flat.flat.equal(
      at::tensor({0.f, 1.f, 2.f, 3.f, 4.f, 5.f, 7.f, 8.f}, at::kFloat)));
  ASSERT_EQ(flat.named.size(), 2);
  EXPECT_EQ(flat.named[1].name, "b");
  EXPECT_TRUE(flat.named[0].value.equal(kParameters[0].value));
}

TEST(FlatParametersTest, ViewsShareTheMemoryAndTheOriginalsDoNot) {
  const FlatParameters flat = Flatten(kParameters);
  flat.flat.fill_(1);
  EXPECT_TRUE(flat.named[0].value.equal(at::full({2, 3}, 1.0f)));
  EXPECT_EQ(kParameters[1].value[0].item<float>(), 7);
}

}  // namespace
}  // namespace flow::core
