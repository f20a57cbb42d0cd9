#include "flowlang/compare/text_grid.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::lang {
namespace {

constexpr int kGap = 2;

bool ContinuesCharacter(char c) { return (c & 0xC0) == 0x80; }

// Bytes of the longest prefix of at most `width` characters.
size_t PrefixBytes(absl::string_view text, int width) {
  size_t bytes = 0;
  int characters = 0;
  while (bytes < text.size()) {
    if (!ContinuesCharacter(text[bytes]) && ++characters > width) break;
    ++bytes;
  }
  return bytes;
}

// Where `text` may be broken before `end`: not inside of a number.
size_t LastGap(absl::string_view text, size_t end) {
  for (size_t at = end; at-- > 0;) {
    if (!absl::StrContains(", /._", text[at])) continue;
    const bool digit =
        at + 1 < text.size() && absl::ascii_isdigit(text[at + 1]);
    if (text[at] != '.' || !digit) return at;
  }
  return text.npos;
}

std::vector<int> ColumnWidths(const TextGrid& grid) {
  std::vector<int> widths(grid.header.size(), 0);
  const auto widen = [&widths](const std::vector<GridCell>& cells) {
    FLOW_CHECK(cells.size() == widths.size()) << "a row of the header's length";
    for (size_t i = 0; i < cells.size(); ++i) {
      for (const std::string& line : cells[i]) {
        widths[i] = std::max(widths[i], DisplayWidth(line));
      }
    }
  };
  widen(grid.header);
  for (const std::vector<GridCell>& row : grid.rows) widen(row);
  return widths;
}

void AppendCell(const GridCell& cell, size_t line, int width, bool flush_left,
                std::string& out) {
  const std::string text = line < cell.size() ? cell[line] : "";
  const std::string blanks(width - DisplayWidth(text), ' ');
  absl::StrAppend(&out, flush_left ? text + blanks : blanks + text);
}

// One row's lines, of the first column and the columns [begin, end).
void AppendRow(const std::vector<GridCell>& cells,
               const std::vector<int>& widths, size_t begin, size_t end,
               std::string& out) {
  size_t lines = cells[0].size();
  for (size_t i = begin; i < end; ++i) lines = std::max(lines, cells[i].size());
  for (size_t line = 0; line < lines; ++line) {
    std::string text;
    AppendCell(cells[0], line, widths[0], /*flush_left=*/true, text);
    for (size_t i = begin; i < end; ++i) {
      text.append(kGap, ' ');
      AppendCell(cells[i], line, widths[i], /*flush_left=*/false, text);
    }
    absl::StripTrailingAsciiWhitespace(&text);
    absl::StrAppend(&out, text, "\n");
  }
}

}  // namespace

TextGrid Transposed(const TextGrid& grid) {
  TextGrid result;
  result.header.push_back(grid.header[0]);
  for (const std::vector<GridCell>& row : grid.rows) {
    result.header.push_back(row[0]);
  }
  for (size_t column = 1; column < grid.header.size(); ++column) {
    std::vector<GridCell> cells = {grid.header[column]};
    for (const std::vector<GridCell>& row : grid.rows) {
      cells.push_back(row[column]);
    }
    result.rows.push_back(cells);
  }
  return result;
}

int DisplayWidth(absl::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return !ContinuesCharacter(c); }));
}

GridCell WrapText(absl::string_view text, int width) {
  GridCell lines;
  while (DisplayWidth(text) > width) {
    size_t cut = PrefixBytes(text, width);
    const size_t gap = LastGap(text, cut);
    // a break in the first third would leave a stub
    if (gap != text.npos && gap >= cut / 3) cut = gap + 1;
    lines.emplace_back(absl::StripAsciiWhitespace(text.substr(0, cut)));
    text.remove_prefix(cut);
  }
  lines.emplace_back(absl::StripAsciiWhitespace(text));
  return lines;
}

std::string RenderGrid(const TextGrid& grid, int width) {
  const std::vector<int> widths = ColumnWidths(grid);
  std::string out;
  size_t begin = 1;
  do {
    size_t end = begin;
    int used = widths[0];
    while (end < widths.size() &&
           (end == begin || used + kGap + widths[end] <= width)) {
      used += kGap + widths[end++];
    }
    if (begin > 1) absl::StrAppend(&out, "\n");
    AppendRow(grid.header, widths, begin, end, out);
    for (const std::vector<GridCell>& row : grid.rows) {
      AppendRow(row, widths, begin, end, out);
    }
    begin = end;
  } while (begin < widths.size());
  return out;
}

}  // namespace flow::lang
