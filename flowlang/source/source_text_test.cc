#include "flowlang/source/source_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flow::lang {
namespace {

TEST(SourceTextTest, LocatesBytesFromOne) {
  SourceText source("a.textproto", "ab\n\tcd\n");
  EXPECT_EQ(source.Locate(0), (LineColumn{1, 1}));
  EXPECT_EQ(source.Locate(2), (LineColumn{1, 3})) << "the newline itself";
  EXPECT_EQ(source.Locate(3), (LineColumn{2, 1}));
  EXPECT_EQ(source.Locate(4), (LineColumn{2, 2})) << "a tab counts one";
  EXPECT_EQ(source.Locate(7), (LineColumn{3, 1})) << "the end is a place";
}

TEST(SourceTextTest, OffsetOfIsTheInverseOfLocate) {
  SourceText source("a.textproto", "one\n\n  two\nthree");
  for (int offset = 0; offset <= source.size(); ++offset) {
    EXPECT_EQ(source.OffsetOf(source.Locate(offset)), offset);
  }
}

TEST(SourceTextTest, PlacesPastAnEndMoveBackToIt) {
  SourceText source("a.textproto", "one\ntwo");
  EXPECT_EQ(source.OffsetOf({1, 99}), 3);
  EXPECT_EQ(source.OffsetOf({9, 1}), 7);
}

TEST(SourceTextTest, LinesComeWithoutTheirEnds) {
  SourceText source("a.textproto", "unix\nwindows\r\n\nlast");
  ASSERT_EQ(source.line_count(), 4);
  EXPECT_EQ(source.Line(1), "unix");
  EXPECT_EQ(source.Line(2), "windows");
  EXPECT_EQ(source.Line(3), "");
  EXPECT_EQ(source.Line(4), "last");
}

TEST(SourceTextTest, AnEmptyTextHasOneEmptyLine) {
  SourceText source("a.textproto", "");
  EXPECT_EQ(source.line_count(), 1);
  EXPECT_EQ(source.Line(1), "");
  EXPECT_EQ(source.Locate(0), (LineColumn{1, 1}));
}

TEST(SpanTest, GivesItsBytes) {
  SourceText source("a.textproto", "batch: 0");
  EXPECT_EQ((Span{&source, 0, 5}).text(), "batch");
  EXPECT_EQ(Span{}.text(), "");
}

TEST(SourceTextDeathTest, OffsetsOutsideAreBugs) {
  SourceText source("a.textproto", "x");
  EXPECT_EXIT(source.Locate(2), testing::ExitedWithCode(4), "outside");
}

}  // namespace
}  // namespace flow::lang
