#ifndef FLOWLANG_FORMAT_SYNTAX_TREE_H_
#define FLOWLANG_FORMAT_SYNTAX_TREE_H_

/// A text as a tree of what a person wrote: fields in their order, values
/// spelled as they were, comments where they stood. It knows no schema, so it
/// exists for every text whose brackets, colons and commas are right.

#include <optional>
#include <string>
#include <vector>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

/// A field, an element of a list, a piece of a text, or a comment that has a
/// line of its own.
struct SyntaxNode {
  enum class Kind {
    kComment,
    kScalar,   // one word, number or quoted text
    kText,     // several quoted pieces; they are the children
    kMessage,  // the children are fields
    kList,     // the children are elements
  };
  Kind kind = Kind::kScalar;
  bool blank_line_before = false;
  bool one_line = true;  // from the first to the last token of the value
  std::string name;      // of a field
  std::string text;      // of a comment or a scalar
  std::vector<SyntaxNode> children;
  /// Behind the `{` or `[`, and behind the whole. Those after the first stand
  /// on the lines below it, in its column, and go on with it.
  std::vector<std::string> opening_comments;
  std::vector<std::string> comments;
};

/// The file as a message without a name. Empty after diagnostics (syntax): for
/// all that is no token, or for the first mistake in how tokens are put
/// together. What only a schema can call a mistake is none here.
///
/// A comment inside of what has to stand together, as between a name and its
/// value, is moved to before the field or the element.
std::optional<SyntaxNode> ReadSyntaxTree(const SourceText& source,
                                         DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_FORMAT_SYNTAX_TREE_H_
