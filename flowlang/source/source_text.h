#ifndef FLOWLANG_SOURCE_SOURCE_TEXT_H_
#define FLOWLANG_SOURCE_SOURCE_TEXT_H_

/// The text of one file, and positions in it.
///
/// Positions are byte offsets everywhere inside the compiler. They become lines
/// and columns only here, at the border: both 1-based, the column in bytes with
/// a tab counting one, which is what editors jump to.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// A place that a person can jump to: 1-based line, 1-based byte column.
struct LineColumn {
  int line = 1;
  int column = 1;

  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// An immutable text under the path that the user typed. Spans point into it,
/// so it must outlive them; it is neither copied nor moved. Thread-safe.
class SourceText {
 public:
  SourceText(std::string path, std::string text);
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  /// As the user typed it; never made absolute.
  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  int size() const { return static_cast<int>(text_.size()); }

  /// At least 1: a text that ends in a newline has an empty last line.
  int line_count() const { return static_cast<int>(line_starts_.size()); }

  /// Of an offset in [0, size()]; the end of the text is a place too.
  LineColumn Locate(int offset) const;

  /// The offset of a place. A column past the end of its line, or a line past
  /// the end of the text, is moved back to that end.
  int OffsetOf(LineColumn place) const;

  /// The text of a 1-based line without its line end (`\n` or `\r\n`).
  absl::string_view Line(int line) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<int> line_starts_;  // offsets; the first is 0
};

/// The bytes [begin, end) of a source. Without a source it is "nowhere", for
/// problems that have no file.
struct Span {
  const SourceText* source = nullptr;
  int begin = 0;
  int end = 0;

  /// The bytes themselves; empty for nowhere.
  absl::string_view text() const;

  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace flow::lang

#endif  // FLOWLANG_SOURCE_SOURCE_TEXT_H_
