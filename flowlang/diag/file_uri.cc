#include "flowlang/diag/file_uri.h"

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace flow::lang {
namespace {

bool StandsForItself(char byte) {
  return absl::ascii_isalnum(byte) ||
         absl::StrContains("-._~/", absl::string_view(&byte, 1));
}

}  // namespace

std::string FileUri(absl::string_view path) {
  const std::string normal =
      std::filesystem::path(std::string(path)).lexically_normal().string();
  std::string uri = absl::StartsWith(normal, "/") ? "file://" : "";
  for (const char byte : normal) {
    if (StandsForItself(byte)) {
      uri += byte;
    } else {
      absl::StrAppendFormat(&uri, "%%%02X", static_cast<unsigned char>(byte));
    }
  }
  return uri;
}

}  // namespace flow::lang
