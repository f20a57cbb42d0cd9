#ifndef FLOWLANG_LSP_CURSOR_CONTEXT_H_
#define FLOWLANG_LSP_CURSOR_CONTEXT_H_

#include <string>
#include <vector>

#include "flowlang/lsp/outline.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// What could be typed at a place of a text, and what is there already.
struct CursorContext {
  enum class Place {
    kNowhere,  // in a comment, or between a name and what must follow it
    kName,     // where a setting's name is, or could be
    kValue,    // where a value is, or is missing
  };
  Place place = Place::kNowhere;

  /// The groups around the place, the root first, and the settings that they
  /// are the values of: `via[i]` holds `groups[i + 1]`. They live as long as
  /// the outline.
  std::vector<const OutlineGroup*> groups;
  std::vector<const OutlineSetting*> via;

  /// The setting whose name or value this is; null where a name could be.
  const OutlineSetting* setting = nullptr;

  /// The name or the value that the place touches; empty at the place itself
  /// where it touches none.
  Span word;

  const OutlineGroup& group() const { return *groups.back(); }
  /// Of the group; null where it is not known.
  const google::protobuf::Descriptor* type() const { return group().type; }
  const google::protobuf::FieldDescriptor* field() const {
    return setting == nullptr ? nullptr : setting->field;
  }
};

/// `offset` is in [0, size of the source]; `tokens` and `root` are of it.
/// Linear time.
CursorContext ContextAt(const SourceText& source, const TokenTable& tokens,
                        const OutlineGroup& root, int offset);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_CURSOR_CONTEXT_H_
