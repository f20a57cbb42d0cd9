#ifndef FLOWLANG_LSP_FIELD_COMPLETION_H_
#define FLOWLANG_LSP_FIELD_COMPLETION_H_

#include <vector>

#include "flowlang/lsp/completion_item.h"
#include "flowlang/lsp/cursor_context.h"

namespace flow::lang {

/// The fields that could stand at a place for a name: those that the group does
/// not have yet, and lists always; no other choice where one is made. What is
/// required comes first, what no trainer obeys yet last. What is inserted goes
/// on behind the name, unless something is there already; with `snippets` the
/// cursor ends up where the value goes.
std::vector<CompletionItem> CompleteField(const CursorContext& context,
                                          bool snippets);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_FIELD_COMPLETION_H_
