#ifndef FLOWLANG_LSP_DEFINITION_H_
#define FLOWLANG_LSP_DEFINITION_H_

#include <optional>

#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/document.h"
#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

/// Where that which is named at this place is defined: of the name of a file,
/// in `extends` or of a member, the file's beginning, if there is one; of a
/// label in an expectation, the member's own. Empty elsewhere.
std::optional<EditorLocation> DefinitionAt(const ParsedDocument& parsed,
                                           int offset,
                                           const FileOverlay& overlay);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_DEFINITION_H_
