#ifndef FLOWLANG_LOAD_SOURCE_SET_H_
#define FLOWLANG_LOAD_SOURCE_SET_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/load/file_overlay.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

/// Owns the texts that spans point into. Must outlive the diagnostics.
class SourceSet {
 public:
  SourceSet() = default;
  /// Reads files through `overlay`, which must outlive the set.
  explicit SourceSet(const FileOverlay* overlay) : overlay_(overlay) {}

  /// What a file holds: the overlay's text, or else ReadFile's answer.
  absl::StatusOr<std::string> Read(const std::string& path);

  /// What Read was asked for, in that order; what could not be read as well.
  const std::vector<std::string>& paths_read() const { return paths_read_; }

  const SourceText* Add(std::string path, std::string text) {
    texts_.push_back(
        std::make_unique<SourceText>(std::move(path), std::move(text)));
    return texts_.back().get();
  }

  /// The same, unless that very text is there already: what is read twice is
  /// then one place to diagnostics.
  const SourceText* AddOnce(std::string path, std::string text) {
    for (const auto& known : texts_) {
      if (known->path() == path && known->text() == text) return known.get();
    }
    return Add(std::move(path), std::move(text));
  }

 private:
  const FileOverlay* overlay_ = nullptr;
  std::vector<std::string> paths_read_;
  std::vector<std::unique_ptr<SourceText>> texts_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_SOURCE_SET_H_
