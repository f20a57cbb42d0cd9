#ifndef FLOWLANG_FORMAT_GAP_H_
#define FLOWLANG_FORMAT_GAP_H_

/// What stands between two tokens: blanks, line ends and comments. Tokens do
/// not overlap with comments, so a `#` in a gap always begins one.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

struct Comment {
  std::string text;  // from the # on, without blanks at its end
  bool own_line = false;
  bool blank_line_before = false;
  int column = 0;  // characters before it on its line
};

struct Gap {
  std::vector<Comment> comments;
  bool blank_line_at_end = false;  // behind the last comment
};

/// Reads the bytes [begin, end) between two tokens of a text without mistakes.
Gap ReadGap(const SourceText& source, int begin, int end);

}  // namespace flow::lang

#endif  // FLOWLANG_FORMAT_GAP_H_
