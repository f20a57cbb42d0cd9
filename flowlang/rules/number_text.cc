#include "flowlang/rules/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace flow::lang {

std::string NumberText(double number) {
  constexpr double kExact = 1e15;
  if (std::abs(number) < kExact && number == std::floor(number)) {
    return absl::StrCat(static_cast<int64_t>(number));
  }
  char buffer[32];
  const auto [end, error] =
      std::to_chars(buffer, buffer + sizeof(buffer), number);
  std::string text(buffer, end);
  // to_chars gives an exponent two digits
  const size_t sign = text.find_first_of("+-", text.find('e'));
  if (sign != std::string::npos && text[sign + 1] == '0') {
    text.erase(sign + 1, 1);
  }
  return text;
}

}  // namespace flow::lang
