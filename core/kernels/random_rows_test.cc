#include "core/kernels/random_rows.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"

namespace flow::core {
namespace {

TEST(RandomRowsTest, NormalNumbersHaveTheBitsOfRowRandom) {
  ForEachInstructionSet([] {
    for (const int64_t columns : {1, 2, 3, 7, 64}) {
      constexpr int64_t kRows = 333;
      const uint64_t first_row = columns == 3 ? (uint64_t{7} << 32) - 100 : 5;
      const int64_t stride = columns + 1;
      std::vector<float> out(kRows * stride, -99);
      FillNormal(77, first_row, kRows, columns, out.data(), stride);
      for (int64_t i = 0; i < kRows; ++i) {
        RowRandom random(77, first_row + i);
        for (int64_t j = 0; j < columns; ++j) {
          ASSERT_EQ(out[i * stride + j], static_cast<float>(random.Normal()))
              << columns << " columns, row " << i << ", column " << j;
        }
        ASSERT_EQ(out[i * stride + columns], -99) << "behind the row";
      }
    }
  });
}

TEST(RandomRowsTest, UniformNumbersHaveTheBitsOfRowRandom) {
  ForEachInstructionSet([] {
    for (const int64_t rows : {1, 7, 8, 1000}) {
      std::vector<float> out(rows + 1, -1);
      FillUniform(5, 3, rows, out.data());
      for (int64_t i = 0; i < rows; ++i) {
        const uint32_t word = RowRandom(5, 3 + i).Uint32();
        ASSERT_EQ(out[i], static_cast<float>(word >> 8) / (1 << 24));
      }
      ASSERT_EQ(out[rows], -1);
    }
  });
}

}  // namespace
}  // namespace flow::core
