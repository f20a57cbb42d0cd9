#include "flowlang/load/source_set.h"

#include "core/base/files.h"

namespace flow::lang {

absl::StatusOr<std::string> SourceSet::Read(const std::string& path) {
  paths_read_.push_back(path);
  const std::string* text =
      overlay_ == nullptr ? nullptr : overlay_->Find(path);
  if (text != nullptr) return *text;
  return ReadFile(path);
}

}  // namespace flow::lang
