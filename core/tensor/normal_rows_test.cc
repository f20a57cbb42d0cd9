#include "core/tensor/normal_rows.h"

#include <cstdint>
#include <vector>

#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr Seed kSeed = 0xfedcba9876543210;  // as int64 below zero

at::Tensor SeedTensor() {
  return at::tensor(std::vector<int64_t>{static_cast<int64_t>(kSeed)});
}

TEST(NormalRowsTest, AreThoseOfTheTensor) {
  for (const int64_t columns : {1, 2, 7}) {
    const at::Tensor all = NormalTensor(kSeed, 50, columns);
    EXPECT_TRUE(NormalRows(SeedTensor(), at::arange(50, at::kLong), columns)
                    .equal(all));
    // in any order, some of them twice
    const at::Tensor row_r =
        at::tensor(std::vector<int64_t>{49, 3, 3, 4, 5, 0, 1, 1, 1});
    EXPECT_TRUE(NormalRows(SeedTensor(), row_r, columns)
                    .equal(all.index_select(0, row_r)));
  }
}

TEST(NormalRowsTest, MayBeNone) {
  EXPECT_EQ(NormalRows(SeedTensor(), at::arange(0, at::kLong), 3).numel(), 0);
}

}  // namespace
}  // namespace flow::core
