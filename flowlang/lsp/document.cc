#include "flowlang/lsp/document.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace flow::lang {

EditorRange RangeOf(const Span& span, const PositionMap& positions) {
  return {positions.PositionOf(span.begin), positions.PositionOf(span.end)};
}

Document::Document(std::string uri, std::string path, std::string text,
                   PositionEncoding encoding)
    : uri_(std::move(uri)),
      encoding_(encoding),
      source_(std::make_unique<SourceText>(std::move(path), std::move(text))),
      positions_(std::make_unique<PositionMap>(source_->text(), encoding)) {}

void Document::Replace(std::string text) {
  auto source = std::make_unique<SourceText>(path(), std::move(text));
  positions_ = std::make_unique<PositionMap>(source->text(), encoding_);
  source_ = std::move(source);
}

void Document::Edit(EditorRange range, absl::string_view text) {
  const int begin = positions_->OffsetOf(range.start);
  const int end = std::max(begin, positions_->OffsetOf(range.end));
  const absl::string_view old = source_->text();
  Replace(absl::StrCat(old.substr(0, begin), text, old.substr(end)));
}

}  // namespace flow::lang
