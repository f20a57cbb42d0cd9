#include "flowlang/source/utf8.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace flow::lang {
namespace {

// Characters whose first byte lies in [first, last].
struct Form {
  unsigned char first, last;
  int length;
  // what the second byte may be; the bounds keep out overlong forms, surrogates
  // and what lies past the last code point
  unsigned char second_min, second_max;
};

constexpr Form kForms[] = {
    {0x00, 0x7F, 1, 0x00, 0x00}, {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};

bool Matches(const Form& form, absl::string_view text) {
  if (text.size() < form.length) return false;
  if (form.length == 1) return true;
  const unsigned char second = text[1];
  if (second < form.second_min || second > form.second_max) return false;
  for (int i = 2; i < form.length; ++i) {
    if (!IsUtf8Continuation(text[i])) return false;
  }
  return true;
}

}  // namespace

int Utf8Length(absl::string_view text) {
  if (text.empty()) return 0;
  const unsigned char lead = text[0];
  for (const Form& form : kForms) {
    if (lead < form.first || lead > form.last) continue;
    return Matches(form, text) ? form.length : 0;
  }
  return 0;
}

int CodePointCount(absl::string_view text) {
  int count = 0;
  for (; !text.empty(); ++count) {
    text.remove_prefix(std::max(1, Utf8Length(text)));
  }
  return count;
}

std::string Shortened(absl::string_view text) {
  constexpr size_t kMost = 40;
  const size_t line = text.substr(0, text.find('\n')).size();
  size_t cut = std::min(line, kMost);
  if (cut == text.size()) return std::string(text);
  while (cut > 0 && IsUtf8Continuation(text[cut])) --cut;
  return absl::StrCat(text.substr(0, cut), "...");
}

}  // namespace flow::lang
