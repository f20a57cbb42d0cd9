#include "flowlang/lsp/position_map.h"

#include <algorithm>

#include "core/base/check.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

// Characters outside of the Basic Multilingual Plane, four bytes of UTF-8, are
// two units of UTF-16.
int UnitsOf(int bytes, PositionEncoding encoding) {
  if (encoding == PositionEncoding::kUtf8) return bytes;
  return bytes == 4 ? 2 : 1;
}

int CharacterLength(absl::string_view text) {
  return std::max(Utf8Length(text), 1);
}

}  // namespace

PositionMap::PositionMap(absl::string_view text, PositionEncoding encoding)
    : text_(text), encoding_(encoding), line_starts_({0}) {
  const int size = static_cast<int>(text.size());
  for (int i = 0; i < size; ++i) {
    const bool carriage_return = text[i] == '\r';
    if (carriage_return && i + 1 < size && text[i + 1] == '\n') continue;
    if (carriage_return || text[i] == '\n') line_starts_.push_back(i + 1);
  }
}

int PositionMap::OffsetOf(EditorPosition position) const {
  const int lines = static_cast<int>(line_starts_.size());
  if (position.line < 0) return 0;
  if (position.line >= lines) return static_cast<int>(text_.size());
  int at = line_starts_[position.line];
  for (int units = position.character; units > 0;) {
    const bool at_end = at == static_cast<int>(text_.size());
    if (at_end || text_[at] == '\n' || text_[at] == '\r') break;
    const int length = CharacterLength(text_.substr(at));
    units -= UnitsOf(length, encoding_);
    if (units >= 0) at += length;
  }
  return at;
}

EditorPosition PositionMap::PositionOf(int offset) const {
  FLOW_CHECK(offset >= 0 && offset <= static_cast<int>(text_.size()))
      << "offset " << offset << " is outside of the text";
  const auto next =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const int line = static_cast<int>(next - line_starts_.begin()) - 1;
  int character = 0;
  for (int at = line_starts_[line]; at < offset;) {
    const int length = CharacterLength(text_.substr(at));
    // inside of a character is at its beginning
    if (at + length > offset) break;
    character += UnitsOf(length, encoding_);
    at += length;
  }
  return {line, character};
}

}  // namespace flow::lang
