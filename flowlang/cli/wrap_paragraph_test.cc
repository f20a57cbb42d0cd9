#include "flowlang/cli/wrap_paragraph.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

TEST(WrapParagraphTest, FillsLinesUpToTheWidth) {
  EXPECT_EQ(WrapParagraph("ab cd ef", 5), "ab cd\nef\n");
  EXPECT_EQ(WrapParagraph("ab cd ef", 4), "ab\ncd\nef\n");
  EXPECT_EQ(WrapParagraph("ab cd ef", 8), "ab cd ef\n");
}

TEST(WrapParagraphTest, ALongWordHasALineOfItsOwn) {
  EXPECT_EQ(WrapParagraph("a bcdefgh i", 4), "a\nbcdefgh\ni\n");
}

TEST(WrapParagraphTest, BlanksAndLineEndsOnlySeparateWords) {
  EXPECT_EQ(WrapParagraph("  a \n b  ", 10), "a b\n");
  EXPECT_EQ(WrapParagraph("", 10), "");
  EXPECT_EQ(WrapParagraph(" \n", 10), "");
}

TEST(WrapParagraphTest, WhatIsQuotedStaysTogether) {
  EXPECT_EQ(WrapParagraph("as `name: value`, so", 12),
            "as\n`name: value`,\nso\n");
}

TEST(WrapParagraphTest, CountsCharactersNotBytes) {
  EXPECT_EQ(WrapParagraph("ää ää", 5), "ää ää\n");
}

}  // namespace
}  // namespace flow::lang
