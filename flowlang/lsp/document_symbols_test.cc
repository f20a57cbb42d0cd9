#include "flowlang/lsp/document_symbols.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/lsp/lsp_testing.h"

namespace flow::lang {
namespace {

std::string Shown(const std::vector<DocumentSymbol>& symbols) {
  std::string shown;
  for (const DocumentSymbol& symbol : symbols) {
    absl::StrAppend(&shown, shown.empty() ? "" : " ", symbol.name, "=",
                    symbol.detail);
    if (!symbol.children.empty()) {
      absl::StrAppend(&shown, "(", Shown(symbol.children), ")");
    }
  }
  return shown;
}

class DocumentSymbolsTest : public LspTest {
 protected:
  std::vector<DocumentSymbol> Of(const std::string& text) {
    Open("a.textproto", text);
    return SymbolsOf(parsed());
  }
};

TEST_F(DocumentSymbolsTest, ListsSettingsAsTheyNest) {
  EXPECT_EQ(Shown(Of("seed: 7 model { mlp { hidden: [8, 9] } }")),
            "seed=7 model=mlp(mlp=(hidden=[8, 9]))");
}

TEST_F(DocumentSymbolsTest, TellsGroupsOfOneNameApart) {
  EXPECT_EQ(Shown(Of("evaluate { name: 'a' } evaluate { name: \"b\" }")),
            "evaluate=a(name='a') evaluate=b(name=\"b\")");
}

TEST_F(DocumentSymbolsTest, ARangeHoldsItsName) {
  const auto symbols = Of("train {\n  steps: 1\n}\nbatch");
  ASSERT_EQ(symbols.size(), 2);
  EXPECT_EQ(symbols[0].range, (EditorRange{{0, 0}, {2, 1}}));
  EXPECT_EQ(symbols[0].selection, (EditorRange{{0, 0}, {0, 5}}));
  EXPECT_EQ(symbols[1].range, symbols[1].selection);
}

TEST_F(DocumentSymbolsTest, ThereAreSomeWhileTyping) {
  EXPECT_EQ(Shown(Of("train { ba\n evaluate: [{ na }, {")),
            "train=(ba= evaluate=[{ na }, {(na=))");
}

}  // namespace
}  // namespace flow::lang
