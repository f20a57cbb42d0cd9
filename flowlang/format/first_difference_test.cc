#include "flowlang/format/first_difference.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

std::string Describe(absl::string_view is, absl::string_view should_be) {
  const auto difference = FirstDifference(is, should_be);
  if (!difference) return "";
  return std::to_string(difference->line) + ": " + difference->rule;
}

TEST(FirstDifferenceTest, TheSameTextHasNone) {
  EXPECT_EQ(Describe("", ""), "");
  EXPECT_EQ(Describe("a\nb\n", "a\nb\n"), "");
}

TEST(FirstDifferenceTest, ShowsTheLineAsItShouldBe) {
  EXPECT_EQ(Describe("a: 1\nb:2\nc:3\n", "a: 1\nb: 2\nc: 3\n"),
            "2: should be: b: 2");
  EXPECT_EQ(Describe("x {\n b:2\n}\n", "x {\n  b: 2\n}\n"),
            "2: should be: b: 2");
}

TEST(FirstDifferenceTest, SaysWhatCannotBeSeen) {
  EXPECT_EQ(Describe("a \nb\n", "a\nb\n"),
            "1: has blanks or a carriage return at its end");
  EXPECT_EQ(Describe("a\r\nb\n", "a\nb\n"),
            "1: has blanks or a carriage return at its end");
  EXPECT_EQ(Describe("x {\n\tb\n}\n", "x {\n  b\n}\n"),
            "2: should be indented by 2");
  EXPECT_EQ(Describe("  b\n", "b\n"), "1: should be indented by 0");
}

TEST(FirstDifferenceTest, BlankLines) {
  EXPECT_EQ(Describe("a\n\n\nb\n", "a\n\nb\n"), "3: should be: b");
  EXPECT_EQ(Describe("\na\n", "a\n"), "1: should be: a");
  EXPECT_EQ(Describe("a\n;\nb\n", "a\n\nb\n"), "2: should be blank");
}

TEST(FirstDifferenceTest, TheEndOfTheText) {
  EXPECT_EQ(Describe("a\nb", "a\nb\n"), "2: should end in a newline");
  EXPECT_EQ(Describe("a\n\n", "a\n"), "2: should not be there");
  EXPECT_EQ(Describe("a\n;\n", "a\n"), "2: should not be there");
  EXPECT_EQ(Describe("\n", ""), "1: should not be there");
}

}  // namespace
}  // namespace flow::lang
