#ifndef FLOWLANG_DIAG_SNIPPET_H_
#define FLOWLANG_DIAG_SNIPPET_H_

#include <string>

#include "flowlang/source/source_text.h"

namespace flow::lang {

/// A line of source and the marks that stand below it:
///
///     batch: -1, 0
///            ^~
struct Snippet {
  int line_number = 1;
  std::string text;
  std::string marks;  // blanks and "^~~~", no trailing blanks
};

/// The line on which `span` begins. Marks line up with the text on a terminal:
/// tabs are copied, a character of several bytes counts one. A span over
/// several lines is marked to the end of its first one; an empty one with "^".
///
/// Lines over `max_width` characters are cut around the marks, each cut shown
/// as
/// "...". Control characters and bytes that are not UTF-8 become "?", so that a
/// file cannot talk to the terminal. `span` must have a source.
Snippet MakeSnippet(const Span& span, int max_width);

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_SNIPPET_H_
