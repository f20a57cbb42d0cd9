#include "flowlang/lsp/position_map.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace flow::lang {

void PrintTo(const EditorPosition& position, std::ostream* out) {
  *out << position.line << ":" << position.character;
}

namespace {

constexpr auto kUtf16 = PositionEncoding::kUtf16;
constexpr auto kUtf8 = PositionEncoding::kUtf8;

// one, two, three and four bytes; one, one, one and two units of UTF-16
constexpr char kFourLengths[] = "a\u00E9\u20AC\U0001F600b";

TEST(PositionMapTest, CountsUnitsOfUtf16) {
  const PositionMap map(kFourLengths, kUtf16);
  const int offsets[] = {0, 1, 3, 6, 10, 11};
  const int characters[] = {0, 1, 2, 3, 5, 6};
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(map.PositionOf(offsets[i]), (EditorPosition{0, characters[i]}));
    EXPECT_EQ(map.OffsetOf({0, characters[i]}), offsets[i]);
  }
}

TEST(PositionMapTest, CountsBytesWhereThatWasAgreed) {
  const PositionMap map(kFourLengths, kUtf8);
  for (const int offset : {0, 1, 3, 6, 10, 11}) {
    EXPECT_EQ(map.PositionOf(offset), (EditorPosition{0, offset}));
    EXPECT_EQ(map.OffsetOf({0, offset}), offset);
  }
}

TEST(PositionMapTest, TheMiddleOfACharacterIsItsBeginning) {
  EXPECT_EQ(PositionMap(kFourLengths, kUtf16).OffsetOf({0, 4}), 6);
  EXPECT_EQ(PositionMap(kFourLengths, kUtf8).OffsetOf({0, 2}), 1);
  EXPECT_EQ(PositionMap(kFourLengths, kUtf16).PositionOf(8),
            (EditorPosition{0, 3}));
}

TEST(PositionMapTest, KnowsTheThreeEndsOfALine) {
  const std::string text = "ab\ncd\r\nef\rgh";
  const PositionMap map(text, kUtf16);
  const int starts[] = {0, 3, 7, 10};
  for (int line = 0; line < 4; ++line) {
    EXPECT_EQ(map.OffsetOf({line, 0}), starts[line]);
    EXPECT_EQ(map.OffsetOf({line, 2}), starts[line] + 2);
    EXPECT_EQ(map.OffsetOf({line, 99}), starts[line] + 2) << "not the line end";
    EXPECT_EQ(map.PositionOf(starts[line] + 1), (EditorPosition{line, 1}));
  }
}

TEST(PositionMapTest, MovesEveryPositionIntoTheText) {
  const PositionMap map("ab\n", kUtf16);
  EXPECT_EQ(map.OffsetOf({-1, 5}), 0);
  EXPECT_EQ(map.OffsetOf({0, -7}), 0);
  EXPECT_EQ(map.OffsetOf({1, 0}), 3);
  EXPECT_EQ(map.OffsetOf({1, 1 << 30}), 3);
  EXPECT_EQ(map.OffsetOf({1 << 30, 0}), 3);
  const PositionMap empty("", kUtf16);
  EXPECT_EQ(empty.OffsetOf({3, 3}), 0);
  EXPECT_EQ(empty.PositionOf(0), (EditorPosition{0, 0}));
}

TEST(PositionMapTest, BytesThatAreNoTextCountOneEach) {
  const PositionMap map("\xFF\xC3z", kUtf16);
  EXPECT_EQ(map.PositionOf(3), (EditorPosition{0, 3}));
  EXPECT_EQ(map.OffsetOf({0, 2}), 2);
}

TEST(PositionMapTest, GoesThereAndBackFromEveryCharacter) {
  const std::string text = "x\u20AC\r\n\t\U0001F600\"\u00E9\"\n\nend";
  for (const auto encoding : {kUtf16, kUtf8}) {
    const PositionMap map(text, encoding);
    for (int offset = 0; offset <= static_cast<int>(text.size()); ++offset) {
      if (offset < static_cast<int>(text.size()) &&
          (text[offset] & 0xC0) == 0x80) {
        continue;  // inside of a character
      }
      // between \r and \n there is no place
      if (offset > 0 && text[offset - 1] == '\r') continue;
      EXPECT_EQ(map.OffsetOf(map.PositionOf(offset)), offset);
    }
  }
}

}  // namespace
}  // namespace flow::lang
