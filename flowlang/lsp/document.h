#ifndef FLOWLANG_LSP_DOCUMENT_H_
#define FLOWLANG_LSP_DOCUMENT_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "flowlang/lsp/position_map.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

/// A stretch of text; `end` is behind it.
struct EditorRange {
  EditorPosition start;
  EditorPosition end;

  friend bool operator==(const EditorRange&, const EditorRange&) = default;
};

/// A place in any file.
struct EditorLocation {
  std::string uri;
  EditorRange range;
};

/// The same stretch as an editor has it, in the span's own text.
EditorRange RangeOf(const Span& span, const PositionMap& positions);

/// A text that is open in an editor. Not thread-safe.
class Document {
 public:
  /// `path` is the file's, or for a text that has no file yet whatever stands
  /// for it.
  Document(std::string uri, std::string path, std::string text,
           PositionEncoding encoding);

  const std::string& uri() const { return uri_; }
  const std::string& path() const { return source_->path(); }

  /// Valid until the next change.
  const SourceText& source() const { return *source_; }
  const PositionMap& positions() const { return *positions_; }

  void Replace(std::string text);
  /// Replaces a stretch of it; one that ends before it starts is empty at its
  /// start. Whatever lies outside of the text is moved into it.
  void Edit(EditorRange range, absl::string_view text);

 private:
  std::string uri_;
  PositionEncoding encoding_;
  std::unique_ptr<SourceText> source_;
  std::unique_ptr<PositionMap> positions_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_DOCUMENT_H_
