#include "core/tensor/row_store.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Rows 0 to 9 of three numbers, which half precision holds.
at::Tensor Table(at::ScalarType type) {
  return at::arange(30).reshape({10, 3}).to(type);
}

RowStore InChunksOfFour(const at::Tensor& table) {
  return RowStore(
      {table.narrow(0, 0, 4), table.narrow(0, 4, 4), table.narrow(0, 8, 2)});
}

TEST(RowStoreTest, GivesTheRowsOfTheTable) {
  const at::Tensor table = Table(at::kFloat);
  const at::Tensor index = at::tensor({9, 0, 4, 3, 3, 8}, at::kLong);
  for (const at::ScalarType type : {at::kFloat, at::kHalf}) {
    for (const RowStore& store :
         {RowStore(Table(type)), InChunksOfFour(Table(type))}) {
      EXPECT_EQ(store.rows(), 10);
      EXPECT_EQ(store.width(), 3);
      EXPECT_TRUE(store.Gather(index).equal(table.index_select(0, index)));
      for (const auto& [first, count] : {std::pair(0, 10), std::pair(3, 6),
                                         std::pair(4, 4), std::pair(9, 1)}) {
        EXPECT_TRUE(
            store.Slice(first, count).equal(table.narrow(0, first, count)));
      }
    }
  }
}

TEST(RowStoreTest, AWindowHasRowsOfItsOwn) {
  const at::Tensor table = Table(at::kFloat);
  const RowStore window = InChunksOfFour(table).Window(3, 6);
  EXPECT_EQ(window.rows(), 6);
  const at::Tensor index = at::tensor({5, 0, 1}, at::kLong);
  EXPECT_TRUE(window.Gather(index).equal(table.index_select(0, index + 3)));
  EXPECT_TRUE(window.Slice(0, 6).equal(table.narrow(0, 3, 6)));
  EXPECT_TRUE(window.Window(2, 3).Slice(1, 2).equal(table.narrow(0, 6, 2)));
}

TEST(RowStoreTest, HalvesAreRounded) {
  const RowStore store(at::tensor({0.1f}).view({1, 1}).to(at::kHalf));
  // eleven bits of a number between 1/16 and 1/8
  EXPECT_NE(store.Slice(0, 1).item<float>(), 0.1f);
  EXPECT_NEAR(store.Slice(0, 1).item<float>(), 0.1f, 0x1p-15);
}

TEST(RowStoreDeathTest, ChunksThatDoNotFit) {
  const at::Tensor table = Table(at::kFloat);
  EXPECT_DEATH(RowStore({table.narrow(0, 0, 4), table.narrow(0, 4, 5)}),
               "chunks of one dtype and shape");
  EXPECT_DEATH(RowStore({table, table.to(at::kHalf)}),
               "chunks of one dtype and shape");
  EXPECT_DEATH(RowStore(table.to(at::kDouble)), "float32 or float16");
  EXPECT_DEATH(InChunksOfFour(table).Gather(at::tensor({10}, at::kLong)),
               "row 10 of 10");
  EXPECT_DEATH(InChunksOfFour(table).Slice(8, 3), "3 rows from 8 of 10");
}

}  // namespace
}  // namespace flow::core
