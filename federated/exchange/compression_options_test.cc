#include "federated/exchange/compression_options.h"

#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// 6 + 0 + 4 = 10 numbers in three tensors.
TEST(CompressedBytesTest, AreThoseOfTheFormat) {
  const int64_t sizes[] = {6, 0, 4};
  EXPECT_EQ(CompressedBytes(UncompressedOptions{}, sizes, 4), 40);
  EXPECT_EQ(CompressedBytes(UncompressedOptions{}, sizes, 8), 80);
  EXPECT_EQ(CompressedBytes(Int8Options{}, sizes, 4), 10 + 3 * 4);
  EXPECT_EQ(CompressedBytes(Fp16Options{}, sizes, 8), 20);
  EXPECT_EQ(CompressedBytes(TopKOptions{.fraction = 0.25}, sizes, 8), 3 * 8);
}

TEST(TopKCountTest, RoundsUpAndIsNeverNone) {
  EXPECT_EQ(TopKCount({}, 1), 1);
  EXPECT_EQ(TopKCount({}, 100), 1);
  EXPECT_EQ(TopKCount({}, 101), 2);
  EXPECT_EQ(TopKCount({.fraction = 1}, 101), 101);
}

TEST(TopKCountDeathTest, RefusesWhatFourBytesCannotPlace) {
  EXPECT_EQ(TopKCount({.fraction = 1}, int64_t{1} << 32), int64_t{1} << 32);
  EXPECT_DEATH(TopKCount({}, (int64_t{1} << 32) + 1), "a place has four bytes");
  EXPECT_DEATH(TopKCount({.fraction = 0}, 5), "a share must be > 0");
}

}  // namespace
}  // namespace flow::federated
