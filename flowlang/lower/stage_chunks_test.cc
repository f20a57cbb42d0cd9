#include "flowlang/lower/stage_chunks.h"

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(RowsOfChunkTest, FilesHaveABoundOfPointsAndOneOfNumbers) {
  EXPECT_EQ(RowsOfChunk(1), 65536);
  EXPECT_EQ(RowsOfChunk(256), 65536);
  EXPECT_EQ(RowsOfChunk(3 * 64 * 64), 1365);
  EXPECT_EQ(RowsOfChunk(int64_t{1} << 25), 1);
}

}  // namespace
}  // namespace flow::lang
