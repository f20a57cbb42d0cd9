#include "flowlang/format/gap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace flow::lang {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// The gap behind the first `behind` bytes of `text`.
Gap Read(const std::string& text, int behind = 0) {
  const SourceText source("a.textproto", text);
  return ReadGap(source, behind, source.size());
}

TEST(GapTest, BlanksAreNothing) {
  EXPECT_THAT(Read("a \t\r\n ", 1).comments, IsEmpty());
  EXPECT_FALSE(Read("a \t\r\n ", 1).blank_line_at_end);
}

TEST(GapTest, TwoLineEndsMakeABlankLine) {
  EXPECT_TRUE(Read("a\n\n", 1).blank_line_at_end);
  EXPECT_TRUE(Read("a\r\n \t\r\n  ", 1).blank_line_at_end);
  EXPECT_FALSE(Read("a # x\n", 1).blank_line_at_end);
  EXPECT_TRUE(Read("a # x\n\n", 1).blank_line_at_end);
}

TEST(GapTest, ACommentEndsWithItsLineAndHasNoBlanksAtItsEnd) {
  const Gap gap = Read("a # one # two \t\r\n  #three", 1);
  ASSERT_THAT(gap.comments, SizeIs(2));
  EXPECT_EQ(gap.comments[0].text, "# one # two");
  EXPECT_EQ(gap.comments[1].text, "#three");
}

TEST(GapTest, ACommentStandsBehindSomethingOrOnALineOfItsOwn) {
  const Gap gap = Read("a # one\n# two\n\n# three\n", 1);
  ASSERT_THAT(gap.comments, SizeIs(3));
  EXPECT_FALSE(gap.comments[0].own_line);
  EXPECT_TRUE(gap.comments[1].own_line);
  EXPECT_FALSE(gap.comments[1].blank_line_before);
  EXPECT_TRUE(gap.comments[2].own_line);
  EXPECT_TRUE(gap.comments[2].blank_line_before);
}

TEST(GapTest, NothingStandsBeforeTheFirstCommentOfAFile) {
  EXPECT_TRUE(Read("# one").comments.at(0).own_line);
  EXPECT_TRUE(Read("\xEF\xBB\xBF# one").comments.at(0).own_line);
}

TEST(GapTest, ColumnsAreCharacters) {
  EXPECT_EQ(Read("'ü': # one", 5).comments.at(0).column, 5);
}

}  // namespace
}  // namespace flow::lang
