#include "flowlang/lsp/uri_path.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"

namespace flow::lang {
namespace {

constexpr absl::string_view kScheme = "file:";

// Two hexadecimal digits stand behind this percent sign.
bool IsEncodedByte(absl::string_view text) {
  return text.size() >= 3 && text[0] == '%' && absl::ascii_isxdigit(text[1]) &&
         absl::ascii_isxdigit(text[2]);
}

}  // namespace

std::string PathOfUri(absl::string_view uri) {
  if (!absl::StartsWithIgnoreCase(uri, kScheme)) return std::string(uri);
  absl::string_view encoded = uri.substr(kScheme.size());
  // the name of a host is of no use here
  if (absl::StartsWith(encoded, "//")) {
    const size_t slash = encoded.find('/', 2);
    if (slash == absl::string_view::npos) return std::string(uri);
    encoded = encoded.substr(slash);
  }
  std::string path;
  while (!encoded.empty()) {
    if (IsEncodedByte(encoded)) {
      path += absl::HexStringToBytes(encoded.substr(1, 2));
      encoded.remove_prefix(3);
    } else {
      path += encoded[0];
      encoded.remove_prefix(1);
    }
  }
  return path;
}

}  // namespace flow::lang
