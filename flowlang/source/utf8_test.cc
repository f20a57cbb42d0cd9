#include "flowlang/source/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace flow::lang {
namespace {

TEST(Utf8Test, MeasuresCharacters) {
  EXPECT_EQ(Utf8Length("a"), 1);
  EXPECT_EQ(Utf8Length("ü!"), 2);
  EXPECT_EQ(Utf8Length("→!"), 3);
  EXPECT_EQ(Utf8Length("\xF0\x9F\x8C\x80!"), 4);
  EXPECT_EQ(Utf8Length(absl::string_view("\0", 1)), 1);
}

TEST(Utf8Test, TheEdgesOfEachFormAreCharacters) {
  for (const char* text : {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
                           "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(Utf8Length(text), absl::string_view(text).size());
  }
}

TEST(Utf8Test, RefusesEverythingElse) {
  EXPECT_EQ(Utf8Length(""), 0);
  EXPECT_EQ(Utf8Length("\x80"), 0) << "a stray continuation";
  EXPECT_EQ(Utf8Length("\xE2\x86"), 0) << "cut short";
  EXPECT_EQ(Utf8Length("\xE2\x86!"), 0);
  EXPECT_EQ(Utf8Length("\xC0\xAF"), 0) << "overlong";
  EXPECT_EQ(Utf8Length("\xE0\x9F\xBF"), 0) << "overlong";
  EXPECT_EQ(Utf8Length("\xED\xA0\x80"), 0) << "a surrogate";
  EXPECT_EQ(Utf8Length("\xF4\x90\x80\x80"), 0) << "past the last code point";
  EXPECT_EQ(Utf8Length("\xFF"), 0);
}

TEST(ShortenedTest, KeepsOneShortLine) {
  EXPECT_EQ(Shortened("moons"), "moons");
  EXPECT_EQ(Shortened("one\ntwo"), "one...");
  EXPECT_EQ(Shortened(std::string(41, 'x')), std::string(40, 'x') + "...");
  EXPECT_EQ(Shortened(std::string(39, 'x') + "→!"),
            std::string(39, 'x') + "...")
      << "no half characters";
}

TEST(CodePointCountTest, CountsCharactersAndStrayBytes) {
  EXPECT_EQ(CodePointCount(""), 0);
  EXPECT_EQ(CodePointCount("aé€😀"), 4);
  EXPECT_EQ(CodePointCount("\xFFx\xC3"), 3);
  EXPECT_EQ(CodePointCount("\xE2\x82"), 2) << "a character cut off";
}

}  // namespace
}  // namespace flow::lang
