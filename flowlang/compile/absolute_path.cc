#include "flowlang/compile/absolute_path.h"

#include <unistd.h>

#include "core/base/files.h"

namespace flow::lang {

std::string AbsolutePath(const std::string& folder, const std::string& path) {
  std::string joined = JoinPath(folder, path);
  if (joined.empty() || joined[0] == '/') return joined;
  char current[4096];
  if (getcwd(current, sizeof(current)) == nullptr) return joined;
  return JoinPath(current, joined);
}

}  // namespace flow::lang
