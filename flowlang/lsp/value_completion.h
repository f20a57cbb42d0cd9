#ifndef FLOWLANG_LSP_VALUE_COMPLETION_H_
#define FLOWLANG_LSP_VALUE_COMPLETION_H_

#include <vector>

#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/completion_item.h"
#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

/// What could stand at a place for a value: the words of an enum, true and
/// false, the default of a number, and names of what there is:
///
///   extends, file       files and folders beside the document
///   path (of points)    the same, of tables
///   better, than, of    the labels of the suite's runs
///   metric, protocol    what the members measure, those that the expectation
///                       names if it names any
///   field (of a sweep)  the fields of an experiment, one level at a time
///
/// Reads folders and member files; what cannot be read offers nothing.
std::vector<CompletionItem> CompleteValue(const ParsedDocument& parsed,
                                          const CursorContext& context,
                                          int offset,
                                          const FileOverlay& overlay);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_VALUE_COMPLETION_H_
