#ifndef FLOWLANG_LSP_HOVER_H_
#define FLOWLANG_LSP_HOVER_H_

#include <optional>
#include <string>

#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

struct Hover {
  std::string markdown;
  EditorRange range;  // of the word that it is about
};

/// What the schema says of the name or the word of an enum at this place; over
/// another value, of the field that it is a value of. Empty where neither is.
std::optional<Hover> HoverAt(const ParsedDocument& parsed, int offset);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_HOVER_H_
