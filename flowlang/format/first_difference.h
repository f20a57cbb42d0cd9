#ifndef FLOWLANG_FORMAT_FIRST_DIFFERENCE_H_
#define FLOWLANG_FORMAT_FIRST_DIFFERENCE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// A line that is not as it should be.
struct LineDifference {
  int line = 1;      // from 1, of the text as it is
  std::string rule;  // "should be: seed: 1"
};

/// Where two texts first differ, in words for a person who sees the text `is`.
/// Empty when they are the same.
std::optional<LineDifference> FirstDifference(absl::string_view is,
                                              absl::string_view should_be);

}  // namespace flow::lang

#endif  // FLOWLANG_FORMAT_FIRST_DIFFERENCE_H_
