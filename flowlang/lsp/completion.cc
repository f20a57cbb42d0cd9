#include "flowlang/lsp/completion.h"

#include "flowlang/lsp/field_completion.h"
#include "flowlang/lsp/value_completion.h"

namespace flow::lang {

std::vector<CompletionItem> CompleteAt(const ParsedDocument& parsed, int offset,
                                       const FileOverlay& overlay,
                                       bool snippets) {
  CursorContext context = parsed.At(offset);
  if (context.word.begin == offset) {
    context.word.end = offset;
    // the name behind the cursor stays what it is
    if (context.place == CursorContext::Place::kName) context.setting = nullptr;
  }
  switch (context.place) {
    case CursorContext::Place::kName:
      return CompleteField(context, snippets);
    case CursorContext::Place::kValue:
      return CompleteValue(parsed, context, offset, overlay);
    case CursorContext::Place::kNowhere:
      return {};
  }
  return {};
}

}  // namespace flow::lang
