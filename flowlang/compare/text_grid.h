#ifndef FLOWLANG_COMPARE_TEXT_GRID_H_
#define FLOWLANG_COMPARE_TEXT_GRID_H_

/// A table for the terminal: cells of several lines, the first column repeated
/// when the columns do not fit side by side.

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace flow::lang {

/// The lines of one cell.
using GridCell = std::vector<std::string>;

struct TextGrid {
  std::vector<GridCell> header;             // one cell a column
  std::vector<std::vector<GridCell>> rows;  // each as long as the header
};

/// Rows for columns: the header becomes the first column. For a grid of many
/// columns and few rows.
TextGrid Transposed(const TextGrid& grid);

/// Code points of UTF-8 text: the columns that it takes on a terminal, as long
/// as it has no wide or combining characters.
int DisplayWidth(absl::string_view text);

/// `text` in lines of at most `width` columns, broken after a comma, blank,
/// slash, dot or underscore where there is one, but not inside of a number.
GridCell WrapText(absl::string_view text, int width);

/// Lines of at most `width` columns as long as the first column and any other
/// fit into it together; no trailing blanks. The first column is flush left,
/// the others flush right; where not all columns fit, blocks of them follow
/// each other with an empty line between.
std::string RenderGrid(const TextGrid& grid, int width);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_TEXT_GRID_H_
