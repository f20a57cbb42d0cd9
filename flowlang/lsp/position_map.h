#ifndef FLOWLANG_LSP_POSITION_MAP_H_
#define FLOWLANG_LSP_POSITION_MAP_H_

/// Editors count lines and characters, the compiler counts bytes.

#include <vector>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// A place as editors have it, both from 0. `character` counts units of the
/// encoding that client and server agreed on.
struct EditorPosition {
  int line = 0;
  int character = 0;

  friend bool operator==(const EditorPosition&,
                         const EditorPosition&) = default;
};

/// What `character` counts: UTF-16 code units, which every client knows, or
/// bytes of UTF-8.
enum class PositionEncoding { kUtf16, kUtf8 };

/// Byte offsets of one text and positions in it. A line ends at \n, at \r\n and
/// at a lone \r (LSP 3.17, "Text Documents"). A byte that is no part of a UTF-8
/// character counts as one unit. The text must outlive the map. Thread-safe.
class PositionMap {
 public:
  PositionMap(absl::string_view text, PositionEncoding encoding);

  /// Always a place in the text: behind the end of a line it is that end,
  /// behind the last line the end of the text, before either the beginning; in
  /// the middle of a character it is the character's beginning.
  int OffsetOf(EditorPosition position) const;

  /// Of an offset in [0, size of the text].
  EditorPosition PositionOf(int offset) const;

 private:
  absl::string_view text_;
  PositionEncoding encoding_;
  std::vector<int> line_starts_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_POSITION_MAP_H_
