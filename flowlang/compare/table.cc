#include "flowlang/compare/table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "flowlang/compare/number_format.h"
#include "flowlang/compare/table_parts.h"
#include "flowlang/compare/text_grid.h"

namespace flow::lang {
namespace {

constexpr int kLabelWidth = 24;

// With more labels than this each is a row rather than a column.
constexpr size_t kMostLabelColumns = 4;

bool HasFloor(const std::vector<const ComparisonRow*>& rows) {
  for (const ComparisonRow* row : rows) {
    if (row->floor) return true;
  }
  return false;
}

GridCell ScoreCell(const ComparisonRow& row, size_t label, size_t runs) {
  const std::optional<Cell>& cell = row.cells[label];
  if (!cell) return {"-  "};
  const bool best = row.best == static_cast<int>(label);
  GridCell lines = {absl::StrCat(FormatWithSpread(cell->mean, cell->deviation),
                                 best ? " *" : "  ")};
  if (cell->interval) {
    lines.push_back(FormatInterval(*cell->interval, cell->deviation) + "  ");
  }
  if (cell->points.size() != runs) {
    lines.push_back(absl::StrCat("n = ", cell->points.size(), "  "));
  }
  return lines;
}

GridCell LabelCell(const ComparedLabel& label) {
  GridCell lines = WrapText(label.name, kLabelWidth);
  lines.push_back(absl::StrCat("n = ", label.seeds.size()));
  for (std::string& line : lines) absl::StrAppend(&line, "  ");
  return lines;
}

GridCell ReferenceCell(const std::optional<Cell>& cell,
                       const std::string& source) {
  const Reference* reference = FindReference(cell, source);
  if (reference == nullptr) return {"-  "};
  GridCell lines = {FormatWithSpread(reference->value, reference->deviation) +
                    "  "};
  const std::string distance = Distance(*cell, *reference);
  if (!distance.empty()) lines.push_back("ours " + distance + "  ");
  return lines;
}

// A row below `row` for each source that published any of it.
void AddReferences(const ComparisonRow& row, bool floor,
                   const std::vector<std::string>& sources, TextGrid& grid) {
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!HasReference(row, sources[i])) continue;
    std::vector<GridCell> cells = {{absl::StrCat("published [", i + 1, "]")}};
    if (floor) cells.push_back({""});
    for (const std::optional<Cell>& cell : row.cells) {
      cells.push_back(ReferenceCell(cell, sources[i]));
    }
    grid.rows.push_back(cells);
  }
}

TextGrid ScoreGrid(const std::vector<const ComparisonRow*>& rows,
                   const Comparison& comparison,
                   const std::vector<std::string>& sources) {
  TextGrid grid;
  const bool floor = HasFloor(rows);
  grid.header.push_back({rows[0]->protocol});
  if (floor) grid.header.push_back({"floor"});
  for (const ComparedLabel& label : comparison.labels) {
    grid.header.push_back(LabelCell(label));
  }
  for (const ComparisonRow* row : rows) {
    std::vector<GridCell> cells = {{MetricName(*row)}};
    if (floor) cells.push_back({FloorText(*row)});
    for (size_t i = 0; i < row->cells.size(); ++i) {
      cells.push_back(ScoreCell(*row, i, comparison.labels[i].seeds.size()));
    }
    grid.rows.push_back(cells);
    AddReferences(*row, floor, sources, grid);
  }
  return comparison.labels.size() > kMostLabelColumns ? Transposed(grid) : grid;
}

GridCell DifferenceCell(const std::optional<Cell>& cell) {
  if (!cell || !cell->versus_first) return {"-"};
  const PairedDifference& paired = *cell->versus_first;
  if (!paired.student) return {FormatWithSpread(paired.mean, std::nullopt)};
  const double reach = 0.5 * (paired.student->high - paired.student->low);
  return {FormatWithSpread(paired.mean, reach)};
}

bool HasDifferences(const Comparison& comparison) {
  for (const ComparisonRow& row : comparison.rows) {
    for (const std::optional<Cell>& cell : row.cells) {
      if (cell && cell->versus_first && cell->versus_first->student)
        return true;
    }
  }
  return false;
}

std::string RenderDifferences(const Comparison& comparison, int width) {
  TextGrid grid;
  grid.header.push_back({"metric (protocol)"});
  for (size_t i = 1; i < comparison.labels.size(); ++i) {
    grid.header.push_back(WrapText(comparison.labels[i].name, kLabelWidth));
  }
  for (const ComparisonRow& row : comparison.rows) {
    std::vector<GridCell> cells = {
        WrapText(absl::StrCat(MetricName(row), " (", row.protocol, ")"), 36)};
    for (size_t i = 1; i < row.cells.size(); ++i) {
      cells.push_back(DifferenceCell(row.cells[i]));
    }
    grid.rows.push_back(cells);
  }
  const bool turn = comparison.labels.size() > kMostLabelColumns;
  return RenderGrid(turn ? Transposed(grid) : grid, width);
}

std::string Paragraph(const std::string& first, const std::string& text,
                      int width) {
  const std::string indent(DisplayWidth(first), ' ');
  const GridCell lines = WrapText(text, width - DisplayWidth(first));
  return absl::StrCat(first, absl::StrJoin(lines, "\n" + indent), "\n");
}

}  // namespace

std::string RenderTable(const Comparison& comparison,
                        const std::vector<Verdict>& verdicts, int width) {
  std::string out;
  const std::vector<std::string> sources = SourcesOf(comparison);
  for (const auto& rows : ByProtocol(comparison)) {
    absl::StrAppend(
        &out, RenderGrid(ScoreGrid(rows, comparison, sources), width), "\n");
  }
  const std::string percent = Percent(comparison.confidence);
  absl::StrAppend(
      &out,
      Paragraph("",
                absl::StrCat("mean ± standard deviation over seeds, ", percent,
                             " bootstrap interval of the mean below; "
                             "* best mean; ↓ lower is better; floor: "
                             "two draws of the target",
                             sources.empty()
                                 ? ""
                                 : "; published: the mean and deviation of "
                                   "others, and how many of their deviations "
                                   "ours is from theirs"),
                width));
  for (size_t i = 0; i < sources.size(); ++i) {
    absl::StrAppend(
        &out, Paragraph(absl::StrCat("[", i + 1, "] "), sources[i], width));
  }
  for (const std::string& features : FeaturesOf(comparison)) {
    absl::StrAppend(&out, Paragraph("features of ", features, width));
  }
  if (HasDifferences(comparison)) {
    absl::StrAppend(&out, "\n",
                    Paragraph("",
                              absl::StrCat("paired difference to ",
                                           comparison.labels[0].name,
                                           " over shared seeds, with its ",
                                           percent, " interval (Student's t):"),
                              width),
                    RenderDifferences(comparison, width));
  }
  if (!verdicts.empty()) absl::StrAppend(&out, "\n");
  for (const Verdict& verdict : verdicts) {
    absl::StrAppend(&out, Paragraph(absl::StrFormat("%-10s", Outcome(verdict)),
                                    verdict.sentence, width));
  }
  return out;
}

}  // namespace flow::lang
