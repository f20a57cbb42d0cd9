#include "flowlang/load/file_overlay.h"

#include <utility>

#include "flowlang/load/file_identity.h"

namespace flow::lang {

void FileOverlay::Set(const std::string& path, std::string text) {
  texts_[FileIdentity(path)] = std::move(text);
}

void FileOverlay::Remove(const std::string& path) {
  texts_.erase(FileIdentity(path));
}

const std::string* FileOverlay::Find(const std::string& path) const {
  const auto found = texts_.find(FileIdentity(path));
  return found == texts_.end() ? nullptr : &found->second;
}

}  // namespace flow::lang
