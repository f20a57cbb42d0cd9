#include "flowlang/lsp/document_symbols.h"

#include <algorithm>
#include <utility>

#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

class SymbolLister {
 public:
  explicit SymbolLister(const ParsedDocument& parsed) : parsed_(parsed) {}

  std::vector<DocumentSymbol> List(const OutlineGroup& group) const {
    std::vector<DocumentSymbol> symbols;
    for (const OutlineSetting& setting : group.settings) {
      symbols.push_back(SymbolOf(setting));
    }
    return symbols;
  }

 private:
  DocumentSymbol SymbolOf(const OutlineSetting& setting) const {
    DocumentSymbol symbol;
    symbol.kind = KindOf(setting);
    symbol.name = Shortened(setting.name.text());
    symbol.detail = DetailOf(setting);
    symbol.selection = parsed_.RangeOf(setting.name);
    symbol.range =
        parsed_.RangeOf({setting.name.source, setting.name.begin,
                         std::max(setting.name.end, setting.value.end)});
    for (const OutlineGroup& group : setting.groups) {
      for (DocumentSymbol& child : List(group)) {
        symbol.children.push_back(std::move(child));
      }
    }
    return symbol;
  }

  static DocumentSymbol::Kind KindOf(const OutlineSetting& setting) {
    switch (setting.form) {
      case OutlineSetting::Form::kGroup:
        return DocumentSymbol::Kind::kGroup;
      case OutlineSetting::Form::kList:
        return DocumentSymbol::Kind::kList;
      default:
        return DocumentSymbol::Kind::kSetting;
    }
  }

  // Groups of one name are told apart by what they are called, or by what is
  // chosen in them.
  static std::string DetailOf(const OutlineSetting& setting) {
    if (setting.form != OutlineSetting::Form::kGroup) {
      return Shortened(setting.value.text());
    }
    const OutlineGroup& group = setting.groups[0];
    for (const char* name : {"name", "label"}) {
      const std::string text = TextOf(group, name);
      if (!text.empty()) return Shortened(text);
    }
    const auto& inside = group.settings;
    const bool one_choice = inside.size() == 1 && !inside[0].groups.empty();
    return one_choice ? Shortened(inside[0].name.text()) : "";
  }

  const ParsedDocument& parsed_;
};

}  // namespace

std::vector<DocumentSymbol> SymbolsOf(const ParsedDocument& parsed) {
  return SymbolLister(parsed).List(parsed.root());
}

}  // namespace flow::lang
