#ifndef FLOWLANG_MANUAL_REFERENCE_H_
#define FLOWLANG_MANUAL_REFERENCE_H_

/// The language reference as Markdown: an introduction, then a chapter for each
/// topic with its messages, their settings and their words. All but the prose
/// of introduction and topics comes from the schema, always in the same bytes.

#include <string>

namespace flow::lang {

/// What docs/language-reference.md holds.
std::string LanguageReference();

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_REFERENCE_H_
