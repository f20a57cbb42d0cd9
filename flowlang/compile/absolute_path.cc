#include "flowlang/compile/absolute_path.h"

#include <unistd.h>

#include "core/base/files.h"

namespace flow::lang {

std::string AbsolutePath(const LocationMap& locations, absl::string_view field,
                         const std::string& path) {
  const SourceText* source = locations.FindNearest(field).value.source;
  // an override's text has a name without a folder
  const std::string folder =
      source == nullptr ? "" : DirectoryOf(source->path());
  std::string joined = JoinPath(folder, path);
  if (joined.empty() || joined[0] == '/') return joined;
  char current[4096];
  if (getcwd(current, sizeof(current)) == nullptr) return joined;
  return JoinPath(current, joined);
}

}  // namespace flow::lang
