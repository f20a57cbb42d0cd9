#ifndef FLOWLANG_LOAD_FILE_OVERLAY_H_
#define FLOWLANG_LOAD_FILE_OVERLAY_H_

#include <map>
#include <string>

namespace flow::lang {

/// Texts that stand for files, whatever the disk holds under their paths: what
/// is open in an editor and not saved. A file is one however its path is
/// written. Not thread-safe while it is changed.
class FileOverlay {
 public:
  /// Replaces an earlier text of the same file.
  void Set(const std::string& path, std::string text);
  void Remove(const std::string& path);

  /// Null where the disk counts. Valid until the next change.
  const std::string* Find(const std::string& path) const;

 private:
  std::map<std::string, std::string> texts_;  // by identity
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_FILE_OVERLAY_H_
