#include "flowlang/diag/snippet.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "flowlang/source/utf8.h"

namespace flow::lang {
namespace {

constexpr absl::string_view kCut = "...";

// One cell of a terminal's line.
struct Cell {
  int begin = 0;  // byte offset in the line
  int length = 0;
  absl::string_view text;
};

// The character of `line` at byte `begin`.
Cell CellAt(absl::string_view line, int begin) {
  const int length = Utf8Length(line.substr(begin));
  const bool control = absl::ascii_iscntrl(line[begin]) && line[begin] != '\t';
  if (length == 0 || control) return {begin, 1, "?"};
  return {begin, length, line.substr(begin, length)};
}

std::vector<Cell> SplitIntoCells(absl::string_view line) {
  std::vector<Cell> cells;
  for (int begin = 0; begin < line.size(); begin += cells.back().length) {
    cells.push_back(CellAt(line, begin));
  }
  return cells;
}

// The cells [begin, end).
struct Window {
  int begin;
  int end;
};

// All of the line, or the `width` cells of it that show the marks with a third
// of the room before them.
Window Show(int cells, int first_mark, int width) {
  if (cells <= width) return {0, cells};
  const int begin =
      std::clamp(first_mark - width / 3, 0, std::max(0, cells - width));
  return {begin, begin + width};
}

std::string Blank(absl::string_view text) { return text == "\t" ? "\t" : " "; }

std::string Marks(const std::vector<Cell>& cells, Window shown, Window marked) {
  std::string marks(shown.begin > 0 ? kCut.size() : 0, ' ');
  for (int i = shown.begin; i < std::min(marked.begin, shown.end); ++i) {
    marks += Blank(cells[i].text);
  }
  marks += '^';
  const int tildes = std::min(marked.end, shown.end) - marked.begin - 1;
  marks.append(std::max(0, tildes), '~');
  return marks;
}

}  // namespace

Snippet MakeSnippet(const Span& span, int max_width) {
  const LineColumn place = span.source->Locate(span.begin);
  const absl::string_view line = span.source->Line(place.line);
  const std::vector<Cell> cells = SplitIntoCells(line);
  // the number of cells before a byte of the line
  auto cell_at = [&cells](int byte) {
    auto at = std::partition_point(
        cells.begin(), cells.end(),
        [byte](const Cell& cell) { return cell.begin < byte; });
    return static_cast<int>(at - cells.begin());
  };
  const int first = place.column - 1;
  const Window marked = {cell_at(first),
                         cell_at(first + span.end - span.begin)};
  const Window shown =
      Show(static_cast<int>(cells.size()), marked.begin, max_width);

  Snippet snippet;
  snippet.line_number = place.line;
  snippet.marks = Marks(cells, shown, marked);
  if (shown.begin > 0) absl::StrAppend(&snippet.text, kCut);
  for (int i = shown.begin; i < shown.end; ++i) {
    absl::StrAppend(&snippet.text, cells[i].text);
  }
  if (shown.end < cells.size()) absl::StrAppend(&snippet.text, kCut);
  return snippet;
}

}  // namespace flow::lang
