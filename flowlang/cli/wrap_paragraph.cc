#include "flowlang/cli/wrap_paragraph.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

// At blanks that are not between backquotes.
std::vector<std::string> SplitIntoWords(absl::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (const char c : text) {
    if (c == '`') quoted = !quoted;
    if (!absl::ascii_isspace(c) || quoted) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::string WrapParagraph(absl::string_view text, int width) {
  std::string wrapped;
  int used = 0;  // of the line
  for (const std::string& word : SplitIntoWords(text)) {
    const int length = CodePointCount(word);
    const bool fits = used + 1 + length <= width;
    if (used > 0) wrapped += fits ? " " : "\n";
    wrapped += word;
    used = used > 0 && fits ? used + 1 + length : length;
  }
  if (!wrapped.empty()) wrapped += "\n";
  return wrapped;
}

}  // namespace flow::lang
