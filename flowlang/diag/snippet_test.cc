#include "flowlang/diag/snippet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace flow::lang {
namespace {

constexpr int kWidth = 100;

// The snippet of the first occurrence of `token` in `text`, as two lines.
std::string Show(const std::string& text, const std::string& token,
                 int width = kWidth) {
  const SourceText source("a.textproto", text);
  const int begin = static_cast<int>(text.find(token));
  const Snippet snippet = MakeSnippet(
      {&source, begin, begin + static_cast<int>(token.size())}, width);
  return absl::StrCat("\n", snippet.text, "\n", snippet.marks, "\n");
}

TEST(SnippetTest, MarksTheToken) {
  EXPECT_EQ(Show("a: 1\nbatch: 64\n", "batch"), R"(
batch: 64
^~~~~
)");
  EXPECT_EQ(Show("  batch: 0", "0"), R"(
  batch: 0
         ^
)");
}

TEST(SnippetTest, CopiesTabsSoThatTheMarksLineUp) {
  EXPECT_EQ(Show("\t\trate:\t0.1", "0.1"),
            "\n\t\trate:\t0.1\n\t\t     \t^~~\n");
}

TEST(SnippetTest, CountsACharacterOfSeveralBytesOnce) {
  EXPECT_EQ(Show("name: \"Zürich → Bern\" seed: x", "x"), R"(
name: "Zürich → Bern" seed: x
                            ^
)");
  EXPECT_EQ(Show("name: \"Zürich\"", "\"Zürich\""), R"(
name: "Zürich"
      ^~~~~~~~
)");
}

TEST(SnippetTest, MarksTheFirstLineOfALongerSpan) {
  EXPECT_EQ(Show("path { linear\n }", "{ linear\n }"), R"(
path { linear
     ^~~~~~~~
)");
}

TEST(SnippetTest, AnEmptySpanGetsACaret) {
  const SourceText source("a.textproto", "a {\n");
  EXPECT_EQ(MakeSnippet({&source, 3, 3}, kWidth).marks, "   ^");
  EXPECT_EQ(MakeSnippet({&source, 4, 4}, kWidth).marks, "^");
  EXPECT_EQ(MakeSnippet({&source, 4, 4}, kWidth).line_number, 2);
}

TEST(SnippetTest, CutsLongLinesAroundTheMarks) {
  const std::string digits = "0123456789";
  EXPECT_EQ(Show(digits + digits + "here" + digits + digits, "here", 12), R"(
...6789here0123...
       ^~~~
)");
  EXPECT_EQ(Show("here" + digits + digits, "here", 12), R"(
here01234567...
^~~~
)");
  EXPECT_EQ(Show(digits + digits + "here", "here", 12), R"(
...23456789here
           ^~~~
)");
}

TEST(SnippetTest, MarksStayInsideACutLine) {
  EXPECT_EQ(Show(std::string(50, 'x'), std::string(50, 'x'), 10), R"(
xxxxxxxxxx...
^~~~~~~~~~
)");
}

TEST(SnippetTest, AFileCannotTalkToTheTerminal) {
  EXPECT_EQ(Show("a\x1b[31m b", "b"), "\na?[31m b\n       ^\n");
  EXPECT_EQ(Show("caf\xe9 b", "b"), "\ncaf? b\n     ^\n");
  EXPECT_EQ(Show("\xe2\x86 b", "b"), "\n?? b\n   ^\n") << "a cut character";
}

}  // namespace
}  // namespace flow::lang
