#include "core/kernels/packed_matrix.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "core/kernels/product.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 13;
constexpr int64_t kInner = 150;

std::vector<float> Numbers(int64_t count, Seed seed) {
  RowRandom random(seed, 0);
  std::vector<float> numbers(count);
  for (float& x : numbers) x = static_cast<float>(random.Normal());
  return numbers;
}

std::vector<float> Transposed(const std::vector<float>& from, int64_t rows,
                              int64_t columns) {
  std::vector<float> to(from.size());
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j) {
      to[j * rows + i] = from[i * columns + j];
    }
  }
  return to;
}

// X Y, the rows of X being numbers of their own.
std::vector<float> Times(Product product, const std::vector<float>& x,
                         int64_t columns) {
  std::vector<float> c(kRows * columns);
  product.rows = kRows;
  product.columns = columns;
  product.x = x.data();
  product.x_row = kInner;
  product.c = c.data();
  product.c_row = columns;
  Multiply(product);
  return c;
}

TEST(PackedMatrixTest, GivesTheBitsOfTheRowMajorMatrix) {
  ForEachInstructionSet([] {
    const std::vector<float> x = Numbers(kRows * kInner, 1);
    for (const int64_t columns : {1, 17, 64, 65, 131, 200}) {
      const std::vector<float> y = Numbers(kInner * columns, 2);
      const std::vector<float> expected = Times(
          {.inner = kInner, .y = y.data(), .y_step = columns}, x, columns);
      PackedMatrix packed(kInner, columns);
      Product product = {.inner = kInner};
      packed.Assign(y.data());
      packed.SetAsY(&product);
      EXPECT_EQ(Times(product, x, columns), expected) << columns;
      packed.Assign(std::vector<float>(kInner * columns).data());
      packed.AssignTransposed(Transposed(y, kInner, columns).data());
      EXPECT_EQ(Times(product, x, columns), expected) << columns;
    }
  });
}

TEST(PackedMatrixTest, MayBeReadFromALaterRowOn) {
  constexpr int64_t kColumns = 70;
  const std::vector<float> x = Numbers(kRows * kInner, 1);
  const std::vector<float> y = Numbers(kInner * kColumns, 2);
  PackedMatrix packed(kInner, kColumns);
  packed.Assign(y.data());
  Product product = {.inner = 1};
  packed.SetAsY(&product, /*first=*/5);
  EXPECT_EQ(Times(product, x, kColumns),
            Times({.inner = 1, .y = y.data() + 5 * kColumns}, x, kColumns));
}

}  // namespace
}  // namespace flow::core
