#include "flowlang/lower/stage_chunks.h"

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(RowsOfChunkTest, FilesHaveABoundOfPointsAndOneOfNumbers) {
  EXPECT_EQ(RowsOfChunk(1), 65536);
  EXPECT_EQ(RowsOfChunk(1024), 65536);
  EXPECT_EQ(RowsOfChunk(3 * 128 * 128), 1365);
  EXPECT_EQ(RowsOfChunk(int64_t{1} << 27), 1);
}

}  // namespace
}  // namespace flow::lang
