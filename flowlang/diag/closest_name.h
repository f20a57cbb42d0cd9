#ifndef FLOWLANG_DIAG_CLOSEST_NAME_H_
#define FLOWLANG_DIAG_CLOSEST_NAME_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace flow::lang {

/// The candidate that a person who typed `name` probably meant, or "".
///
/// The distance counts insertions, deletions, replacements and swaps of
/// neighbours (the restricted Damerau-Levenshtein distance), letters of either
/// case being equal. It may be at most half the length of `name` for names
/// under five bytes and a fifth of the length plus two for longer ones; the
/// nearest candidate wins, among equals the first by the alphabet. Candidates
/// spelled exactly as `name` are left out.
std::string ClosestName(absl::string_view name,
                        absl::Span<const std::string> candidates);

/// "did you mean 'x'?" with the closest candidate; or all of them, as in
/// "choose one of a, b, c", when none is near and they are at most eight; or
/// "".
std::string SuggestName(absl::string_view name,
                        absl::Span<const std::string> candidates);

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_CLOSEST_NAME_H_
