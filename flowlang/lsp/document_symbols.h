#ifndef FLOWLANG_LSP_DOCUMENT_SYMBOLS_H_
#define FLOWLANG_LSP_DOCUMENT_SYMBOLS_H_

#include <string>
#include <vector>

#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

/// A setting as editors list it, to jump to or to fold.
struct DocumentSymbol {
  enum class Kind { kGroup, kList, kSetting };
  Kind kind = Kind::kSetting;
  std::string name;
  std::string detail;  // the value, or the name of a group
  EditorRange range;
  EditorRange selection;  // the name's
  std::vector<DocumentSymbol> children;
};

/// The settings of the document, in its order.
std::vector<DocumentSymbol> SymbolsOf(const ParsedDocument& parsed);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_DOCUMENT_SYMBOLS_H_
