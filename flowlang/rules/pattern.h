#ifndef FLOWLANG_RULES_PATTERN_H_
#define FLOWLANG_RULES_PATTERN_H_

#include <string>

namespace flow::lang {

/// The `pattern` rule: POSIX extended regular expressions, which the C library
/// has. They take no exceptions and no recursion over the text, unlike
/// std::regex.

/// Whether `pattern` is one.
bool IsPattern(const std::string& pattern);

/// Whether all of `text`, and not just a part of it, matches. `pattern` must be
/// one.
bool MatchesWhole(const std::string& text, const std::string& pattern);

}  // namespace flow::lang

#endif  // FLOWLANG_RULES_PATTERN_H_
