#ifndef FLOWLANG_LOAD_SOURCE_SET_H_
#define FLOWLANG_LOAD_SOURCE_SET_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "flowlang/source/source_text.h"

namespace flow::lang {

/// Owns the texts that spans point into. Must outlive the diagnostics.
class SourceSet {
 public:
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
  std::vector<std::unique_ptr<SourceText>> texts_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_SOURCE_SET_H_
