#include "flowlang/lsp/document.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace flow::lang {
namespace {

constexpr auto kUtf16 = PositionEncoding::kUtf16;

Document Open(std::string text) {
  return Document("file:///a", "/a", std::move(text), kUtf16);
}

TEST(DocumentTest, EditsAStretchOverSeveralLines) {
  Document document = Open("name: 'a'\r\ntrain {\r\n  batch: 8\r\n}\r\n");
  document.Edit({{1, 7}, {3, 0}}, " ");
  EXPECT_EQ(document.source().text(), "name: 'a'\r\ntrain { }\r\n");
  EXPECT_EQ(document.path(), "/a");
}

TEST(DocumentTest, CountsTheCharactersThatTheEditorCounts) {
  Document document = Open("# \U0001F600 caf\u00E9\nseed: 1");
  document.Edit({{0, 8}, {0, 9}}, "e");
  EXPECT_EQ(document.source().text(), "# \U0001F600 cafe\nseed: 1");
  document.Edit({{0, 2}, {0, 4}}, "");
  EXPECT_EQ(document.source().text(), "#  cafe\nseed: 1");
}

TEST(DocumentTest, PlacesAreThoseOfTheTextAsItIsNow) {
  Document document = Open("ab");
  document.Edit({{0, 1}, {0, 1}}, "\n");
  document.Edit({{1, 0}, {1, 1}}, "c");
  EXPECT_EQ(document.source().text(), "a\nc");
  document.Replace("x\ny\nz");
  document.Edit({{2, 0}, {2, 1}}, "!");
  EXPECT_EQ(document.source().text(), "x\ny\n!");
}

TEST(DocumentTest, NoStretchIsTooWrong) {
  Document document = Open("ab");
  document.Edit({{0, 2}, {0, 0}}, "c");
  EXPECT_EQ(document.source().text(), "abc");
  document.Edit({{-3, -3}, {99, 99}}, "d");
  EXPECT_EQ(document.source().text(), "d");
  document.Edit({{7, 7}, {7, 7}}, "e");
  EXPECT_EQ(document.source().text(), "de");
}

TEST(DocumentTest, TellsWhereASpanIs) {
  const Document document = Open("\u20AC\nseed: 1");
  const Span span = {&document.source(), 4, 8};
  EXPECT_EQ(RangeOf(span, document.positions()), (EditorRange{{1, 0}, {1, 4}}));
}

}  // namespace
}  // namespace flow::lang
