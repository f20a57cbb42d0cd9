#ifndef FLOWLANG_LSP_FORMATTING_H_
#define FLOWLANG_LSP_FORMATTING_H_

#include <optional>
#include <string>

#include "flowlang/lsp/document.h"

namespace flow::lang {

struct TextEdit {
  EditorRange range;
  std::string text;
};

/// What brings the document into the form of `flow fmt`: one edit, from the
/// first to the last line that differs. Empty if it has that form already, if
/// its brackets and quotes are wrong, or if another kind of file came out.
std::optional<TextEdit> FormatDocument(const Document& document);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_FORMATTING_H_
