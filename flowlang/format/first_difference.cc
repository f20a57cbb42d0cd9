#include "flowlang/format/first_difference.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace flow::lang {
namespace {

// What to do to one line so that it becomes the other.
std::string Rule(absl::string_view is, absl::string_view should_be) {
  if (absl::StripTrailingAsciiWhitespace(is) == should_be) {
    return "has blanks or a carriage return at its end";
  }
  const bool same_words =
      absl::StripAsciiWhitespace(is) == absl::StripAsciiWhitespace(should_be);
  if (!same_words && !should_be.empty()) {
    return absl::StrCat("should be: ",
                        absl::StripLeadingAsciiWhitespace(should_be));
  }
  if (should_be.empty()) return "should be blank";
  return absl::StrCat("should be indented by ",
                      should_be.find_first_not_of(' '));
}

}  // namespace

std::optional<LineDifference> FirstDifference(absl::string_view is,
                                              absl::string_view should_be) {
  if (is == should_be) return std::nullopt;
  const std::vector<absl::string_view> have = absl::StrSplit(is, '\n');
  const std::vector<absl::string_view> want = absl::StrSplit(should_be, '\n');
  int i = 0;
  while (i < have.size() && i < want.size() && have[i] == want[i]) ++i;
  // the last of the lines is what stands behind the last newline
  if (i == have.size()) return LineDifference{i, "should end in a newline"};
  if (i == want.size()) return LineDifference{i, "should not be there"};
  if (i + 1 == want.size()) return LineDifference{i + 1, "should not be there"};
  return LineDifference{i + 1, Rule(have[i], want[i])};
}

}  // namespace flow::lang
