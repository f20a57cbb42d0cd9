#include "flowlang/compare/xml_escape.h"

#include <algorithm>

#include "absl/strings/str_replace.h"

namespace flow::lang {

std::string EscapeXml(absl::string_view text) {
  std::string plain(text);
  const auto is_control = [](char c) { return c >= 0 && c < ' '; };
  std::replace_if(plain.begin(), plain.end(), is_control, ' ');
  return absl::StrReplaceAll(plain, {{"&", "&amp;"},
                                     {"<", "&lt;"},
                                     {">", "&gt;"},
                                     {"\"", "&quot;"},
                                     {"'", "&apos;"}});
}

}  // namespace flow::lang
