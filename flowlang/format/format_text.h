#ifndef FLOWLANG_FORMAT_FORMAT_TEXT_H_
#define FLOWLANG_FORMAT_FORMAT_TEXT_H_

/// The one form that a description has: `flow fmt`.
///
///     # What follows is a comment, and this one has a line of its own.
///     path { linear { sigma: 0 } }
///     train {
///       steps: 100
///       batch: 64  # two blanks before it
///     }
///     seeds: [1, 2, 3]
///
/// One setting a line, two blanks a level. A group written on one line stays on
/// one if it holds no comment and fits 100 columns; a list does wherever it
/// was. Lists of more words and numbers fill lines, others have a line for each
/// element. `name: value`, `name: [...]`, `name { ... }`; nothing between
/// settings. Blank lines stay, at most one at a time and none at the edges of a
/// group. What is gone: `<>`, carriage returns, a byte-order mark, blanks at
/// the end of lines.
///
/// The spelling of names, numbers and quoted texts, the order of everything and
/// the words of comments are the person's. A text and its formatted form give
/// the same message, whatever the schema, and formatting twice changes nothing.

#include <optional>
#include <string>

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

/// The text in its form; it ends in a newline unless it is empty. Empty after a
/// diagnostic (syntax) when brackets, colons, commas or quotes are wrong. Takes
/// time in proportion to the text and its depth. Thread-compatible.
std::optional<std::string> FormatTextproto(const SourceText& source,
                                           DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_FORMAT_FORMAT_TEXT_H_
