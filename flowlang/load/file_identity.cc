#include "flowlang/load/file_identity.h"

#include <filesystem>
#include <system_error>

namespace flow::lang {

std::string FileIdentity(const std::string& path) {
  std::error_code error;
  // what does not exist yet is relative to the working folder as well
  const auto absolute = std::filesystem::absolute(path, error);
  if (error) return path;
  const auto canonical = std::filesystem::weakly_canonical(absolute, error);
  return error ? path : canonical.string();
}

}  // namespace flow::lang
