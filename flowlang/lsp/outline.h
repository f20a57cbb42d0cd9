#ifndef FLOWLANG_LSP_OUTLINE_H_
#define FLOWLANG_LSP_OUTLINE_H_

/// A description as it stands while it is being typed: the groups, the names
/// and the values that are there, whatever is still missing or wrong. The
/// compiler's parser says what is a mistake; this never does.

#include <string>
#include <vector>

#include "flowlang/parse/token_table.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

struct OutlineSetting;

/// The inside of a message.
struct OutlineGroup {
  /// Null where the name before the brace is not known.
  const google::protobuf::Descriptor* type = nullptr;
  /// From the opening brace to the closing one, both included; of the root the
  /// whole text. A group that is not closed goes on to the end of the one
  /// around it.
  Span span;
  bool closed = false;
  std::vector<OutlineSetting> settings;  // in the order of the text
};

/// A name and what follows it.
struct OutlineSetting {
  enum class Form {
    kName,    // nothing follows: `batch`
    kScalar,  // a colon and one value, or none yet: `batch: 64`, `batch:`
    kGroup,   // `train { ... }`
    kList,    // `[1, 2]`, `[{ ... }, { ... }]`
  };
  Span name;  // with the brackets of an extension's
  /// Null where the enclosing group has no such field.
  const google::protobuf::FieldDescriptor* field = nullptr;
  Form form = Form::kName;
  int colon_end = -1;  // -1: there is no colon
  /// What stands behind the name and its colon; empty at the colon's end, or
  /// the name's, where nothing does.
  Span value;
  bool closed = true;  // false for a list whose bracket has no partner
  /// The values that are no groups: several for a list; quoted pieces that
  /// follow each other are one.
  std::vector<Span> scalars;
  std::vector<OutlineGroup> groups;
};

/// Reads the tokens as a message of the type. An identifier that is followed by
/// a colon or a brace is a name wherever it stands, so that one value that is
/// missing costs nothing of what follows. Takes linear time and a stack of at
/// most TokenTable::kMaxDepth groups. `source` is the tokens' own.
OutlineGroup ReadOutline(const SourceText& source, const TokenTable& tokens,
                         const google::protobuf::Descriptor& type);

/// The same from the text. Of a text that is none the outline is empty.
OutlineGroup ReadOutline(const SourceText& source,
                         const google::protobuf::Descriptor& type);

/// The settings of this name in a group; of a field's name that is there
/// several times, all.
std::vector<const OutlineSetting*> SettingsNamed(const OutlineGroup& group,
                                                 absl::string_view name);

/// The words of a value: of a quoted text what stands between the quotes, the
/// closing one of which may be missing. Escapes stay as they are written.
std::string TextOf(const Span& scalar);

/// The text of the group's first setting of this name; "" without one.
std::string TextOf(const OutlineGroup& group, absl::string_view name);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_OUTLINE_H_
