#include "flowlang/lsp/formatting.h"

#include <gtest/gtest.h>

#include <string>

namespace flow::lang {
namespace {

Document Open(const std::string& text) {
  return Document("file:///a", "/a", text, PositionEncoding::kUtf16);
}

std::string Formatted(const std::string& text) {
  Document document = Open(text);
  const auto edit = FormatDocument(document);
  if (!edit) return "no edit";
  document.Edit(edit->range, edit->text);
  return document.source().text();
}

TEST(FormattingTest, GivesTheFormOfFmt) {
  EXPECT_EQ(Formatted("seed:1\ntrain{steps :5}"),
            "seed: 1\ntrain { steps: 5 }\n");
  EXPECT_EQ(Formatted("# \u20AC\r\nseed: 1\r\n"), "# \u20AC\nseed: 1\n");
}

TEST(FormattingTest, EditsOnlyTheLinesThatDiffer) {
  const auto edit = FormatDocument(Open("name: 'a'\nseed:1\ntrain {}\n"));
  ASSERT_TRUE(edit);
  EXPECT_EQ(edit->range, (EditorRange{{1, 0}, {2, 0}}));
  EXPECT_EQ(edit->text, "seed: 1\n");
}

TEST(FormattingTest, LeavesAloneWhatHasTheForm) {
  EXPECT_EQ(Formatted("seed: 1\n"), "no edit");
  EXPECT_EQ(Formatted(""), "no edit");
}

TEST(FormattingTest, LeavesAloneWhatIsBroken) {
  EXPECT_EQ(Formatted("train { steps:5"), "no edit");
  EXPECT_EQ(Formatted("name: \"a"), "no edit");
}

TEST(FormattingTest, RepeatedLinesAreNoTrap) {
  EXPECT_EQ(Formatted("seed:1\nseed:1\nseed:1\n"),
            "seed: 1\nseed: 1\nseed: 1\n");
  EXPECT_EQ(Formatted("seed: 1\n\n\n\n\nseed: 1\n"), "seed: 1\n\nseed: 1\n");
}

}  // namespace
}  // namespace flow::lang
