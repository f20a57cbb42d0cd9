#include "flowlang/cli/flag.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace flow::lang {

std::vector<std::string> ChoicesOf(absl::string_view value) {
  if (std::none_of(value.begin(), value.end(), absl::ascii_islower)) return {};
  return absl::StrSplit(value, '|');
}

}  // namespace flow::lang
