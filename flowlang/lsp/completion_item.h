#ifndef FLOWLANG_LSP_COMPLETION_ITEM_H_
#define FLOWLANG_LSP_COMPLETION_ITEM_H_

#include <string>

#include "flowlang/source/source_text.h"

namespace flow::lang {

/// One thing that could stand at a place.
struct CompletionItem {
  enum class Kind { kField, kGroup, kWord, kName, kFile, kFolder };
  Kind kind = Kind::kField;
  std::string label;
  std::string detail;    // a few words
  std::string markdown;  // may be empty
  /// Lower ranks first; equal ones in the order of the list.
  int rank = 0;
  Span replaced;
  std::string text;
  /// The text is a snippet: $0 is where the cursor goes.
  bool snippet = false;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_COMPLETION_ITEM_H_
