#include "core/io/csv.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr absl::string_view kBlanks = " \t";

struct Line {
  const std::string& path;
  int64_t number;  // from 1
  absl::string_view text;

  absl::Status Error(size_t position, absl::string_view message) const {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", number, ":", position + 1, ": ", message));
  }
};

struct Cell {
  size_t position;  // from 0, in the line
  std::string text;
};

// For messages: short, and printable even when the file is not text.
std::string Quoted(absl::string_view text) {
  constexpr size_t kLongest = 40;
  return absl::StrCat("'", absl::CHexEscape(text.substr(0, kLongest)),
                      text.size() > kLongest ? "…" : "", "'");
}

std::vector<absl::string_view> SplitLines(absl::string_view text) {
  absl::ConsumePrefix(&text, kByteOrderMark);
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  for (absl::string_view& line : lines) absl::ConsumeSuffix(&line, "\r");
  while (!lines.empty() && absl::StripAsciiWhitespace(lines.back()).empty()) {
    lines.pop_back();
  }
  return lines;
}

size_t SkipBlanks(absl::string_view text, size_t position) {
  return std::min(text.find_first_not_of(kBlanks, position), text.size());
}

// Reads the cell whose opening quote is at `position`, which is left behind the
// closing one and the blanks after it.
absl::StatusOr<Cell> TakeQuotedCell(const Line& line, size_t& position) {
  Cell cell{position, ""};
  const absl::string_view text = line.text;
  for (++position;; ++position) {
    const size_t quote = text.find('"', position);
    if (quote == absl::string_view::npos) {
      return line.Error(cell.position, "the closing quote is missing");
    }
    absl::StrAppend(&cell.text, text.substr(position, quote - position));
    position = quote + 1;
    if (position == text.size() || text[position] != '"') break;
    cell.text.push_back('"');
  }
  position = SkipBlanks(text, position);
  if (position < text.size() && text[position] != ',') {
    return line.Error(position, "expected a comma after the closing quote");
  }
  return cell;
}

Cell TakePlainCell(const Line& line, size_t& position) {
  const size_t begin = position;
  position = std::min(line.text.find(',', begin), line.text.size());
  return {begin, std::string(absl::StripTrailingAsciiWhitespace(
                     line.text.substr(begin, position - begin)))};
}

absl::StatusOr<std::vector<Cell>> SplitCells(const Line& line) {
  std::vector<Cell> cells;
  if (SkipBlanks(line.text, 0) == line.text.size()) return cells;
  for (size_t position = 0;; ++position) {
    position = SkipBlanks(line.text, position);
    if (position < line.text.size() && line.text[position] == '"') {
      FLOW_ASSIGN_OR_RETURN(Cell cell, TakeQuotedCell(line, position));
      cells.push_back(std::move(cell));
    } else {
      cells.push_back(TakePlainCell(line, position));
    }
    if (position == line.text.size()) return cells;
  }
}

std::optional<double> ParseNumber(absl::string_view text) {
  double value;
  // SimpleAtod takes 0x10 for 16; no table means that
  if (text.find_first_of("xX") != absl::string_view::npos) return std::nullopt;
  if (!absl::SimpleAtod(text, &value)) return std::nullopt;
  return value;
}

bool IsNumber(const Cell& cell) { return ParseNumber(cell.text).has_value(); }

absl::StatusOr<double> NumberOf(const Line& line, const Cell& cell) {
  if (cell.text.empty()) {
    return line.Error(cell.position, "must be a number; got an empty cell");
  }
  const std::optional<double> value = ParseNumber(cell.text);
  if (!value.has_value()) {
    return line.Error(cell.position, absl::StrCat("must be a number; got ",
                                                  Quoted(cell.text)));
  }
  if (!std::isfinite(*value)) {
    return line.Error(cell.position,
                      absl::StrCat("must be finite; got ", Quoted(cell.text)));
  }
  return *value;
}

absl::Status AppendRow(const Line& line, const std::vector<Cell>& cells,
                       CsvTable& table) {
  const size_t expected = table.columns.size();
  if (cells.size() != expected) {
    // the first cell too many, or the place where one is missing
    const size_t position =
        cells.size() > expected ? cells[expected].position : line.text.size();
    return line.Error(position, absl::StrCat("expected ", expected, " value",
                                             expected == 1 ? "" : "s", "; got ",
                                             cells.size()));
  }
  for (const Cell& cell : cells) {
    FLOW_ASSIGN_OR_RETURN(const double value, NumberOf(line, cell));
    table.values.push_back(value);
  }
  ++table.rows;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Header(const Line& line,
                                                std::vector<Cell> cells) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (Cell& cell : cells) {
    if (cell.text.empty()) {
      return line.Error(cell.position, "a column must have a name or a number");
    }
    if (!seen.insert(cell.text).second) {
      return line.Error(
          cell.position,
          absl::StrCat("the column ", Quoted(cell.text), " comes twice"));
    }
    names.push_back(std::move(cell.text));
  }
  return names;
}

// Names the columns, and takes the row itself when it holds numbers.
absl::Status ReadFirstRow(const Line& line, CsvTable& table) {
  FLOW_ASSIGN_OR_RETURN(std::vector<Cell> cells, SplitCells(line));
  if (cells.empty()) {
    return line.Error(0, "expected a row; got a blank line");
  }
  if (!std::all_of(cells.begin(), cells.end(), IsNumber)) {
    FLOW_ASSIGN_OR_RETURN(table.columns, Header(line, std::move(cells)));
    return absl::OkStatus();
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    table.columns.push_back(absl::StrCat(i));
  }
  return AppendRow(line, cells, table);
}

}  // namespace

absl::StatusOr<CsvTable> ParseCsv(absl::string_view text,
                                  const std::string& path) {
  const std::vector<absl::string_view> lines = SplitLines(text);
  if (lines.empty()) {
    return Line{path, 1, ""}.Error(0, "expected a row; got an empty file");
  }
  CsvTable table;
  FLOW_RETURN_IF_ERROR(ReadFirstRow({path, 1, lines[0]}, table));
  for (size_t i = 1; i < lines.size(); ++i) {
    const Line line{path, static_cast<int64_t>(i) + 1, lines[i]};
    FLOW_ASSIGN_OR_RETURN(const std::vector<Cell> cells, SplitCells(line));
    FLOW_RETURN_IF_ERROR(AppendRow(line, cells, table));
  }
  return table;
}

absl::StatusOr<CsvTable> ReadCsv(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseCsv(text, path);
}

}  // namespace flow::core
