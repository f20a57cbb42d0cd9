#ifndef FLOWLANG_MANUAL_MARKDOWN_H_
#define FLOWLANG_MANUAL_MARKDOWN_H_

/// Pieces of GitHub's Markdown.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// Plain text so that it shows as it is: signs with a meaning in Markdown get a
/// backslash. What stands between backquotes is left alone.
std::string EscapeMarkdown(absl::string_view text);

/// The name that GitHub gives a heading: "Source and target" is
/// "source-and-target".
std::string AnchorOf(absl::string_view heading);

/// "[text](#anchor)" of the heading.
std::string LinkTo(absl::string_view heading);

/// A table; cells are Markdown on one line, and `|` in them is taken care of.
/// Columns in which all cells are empty are left out. Empty for no rows.
std::string MarkdownTable(const std::vector<std::string>& titles,
                          const std::vector<std::vector<std::string>>& rows);

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_MARKDOWN_H_
