#ifndef FLOWLANG_LSP_COMPLETION_H_
#define FLOWLANG_LSP_COMPLETION_H_

#include <vector>

#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/completion_item.h"
#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

/// What could stand at this place, instead of the word that ends there or goes
/// on there; nothing in comments and where no name and no value can be. Of a
/// word that only begins there nothing is replaced.
std::vector<CompletionItem> CompleteAt(const ParsedDocument& parsed, int offset,
                                       const FileOverlay& overlay,
                                       bool snippets);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_COMPLETION_H_
