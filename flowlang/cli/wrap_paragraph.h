#ifndef FLOWLANG_CLI_WRAP_PARAGRAPH_H_
#define FLOWLANG_CLI_WRAP_PARAGRAPH_H_

#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The words of `text` in lines of at most `width` characters, each line ended
/// by a newline; a longer word has a line of its own. Empty for no words. What
/// stands in `...` stays together.
std::string WrapParagraph(absl::string_view text, int width);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_WRAP_PARAGRAPH_H_
