#include "flowlang/plan/human_number.h"

#include <cstddef>
#include <iterator>

#include "absl/strings/str_format.h"

namespace flow::lang {

std::string HumanNumber(double value, const char* unit) {
  constexpr const char* kPrefixes[] = {"", "k", "M", "G", "T", "P"};
  size_t prefix = 0;
  for (; value >= 1000 && prefix + 1 < std::size(kPrefixes); ++prefix) {
    value /= 1000;
  }
  return absl::StrFormat("%.3g %s%s", value, kPrefixes[prefix], unit);
}

}  // namespace flow::lang
