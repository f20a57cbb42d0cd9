#include "flowlang/compare/table.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "flowlang/compare/number_format.h"
#include "flowlang/compare/text_grid.h"

namespace flow::lang {
namespace {

constexpr int kLabelWidth = 24;

// With more labels than this each is a row rather than a column.
constexpr size_t kMostLabelColumns = 4;

std::string MetricName(const ComparisonRow& row) {
  return absl::StrCat(row.metric, row.lower_is_better ? " ↓" : " ↑");
}

std::string Percent(double confidence) {
  return absl::StrFormat("%g%%", 100 * confidence);
}

std::string FloorText(const ComparisonRow& row) {
  return row.floor ? FormatWithSpread(*row.floor, std::nullopt) : "";
}

bool HasFloor(const std::vector<const ComparisonRow*>& rows) {
  for (const ComparisonRow* row : rows) {
    if (row->floor) return true;
  }
  return false;
}

// Rows of one protocol stay together in a comparison.
std::vector<std::vector<const ComparisonRow*>> ByProtocol(
    const Comparison& comparison) {
  std::vector<std::vector<const ComparisonRow*>> groups;
  for (const ComparisonRow& row : comparison.rows) {
    if (groups.empty() || groups.back()[0]->protocol != row.protocol) {
      groups.emplace_back();
    }
    groups.back().push_back(&row);
  }
  return groups;
}

// --- terminal ---

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

TextGrid ScoreGrid(const std::vector<const ComparisonRow*>& rows,
                   const Comparison& comparison) {
  TextGrid grid;
  grid.header.push_back({rows[0]->protocol});
  if (HasFloor(rows)) grid.header.push_back({"floor"});
  for (const ComparedLabel& label : comparison.labels) {
    grid.header.push_back(LabelCell(label));
  }
  for (const ComparisonRow* row : rows) {
    std::vector<GridCell> cells = {{MetricName(*row)}};
    if (HasFloor(rows)) cells.push_back({FloorText(*row)});
    for (size_t i = 0; i < row->cells.size(); ++i) {
      cells.push_back(ScoreCell(*row, i, comparison.labels[i].seeds.size()));
    }
    grid.rows.push_back(cells);
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

absl::string_view Outcome(const Verdict& verdict) {
  if (verdict.met) return "met";
  return verdict.decided ? "NOT MET" : "UNDECIDED";
}

// --- Markdown ---

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"|", "\\|"}, {"*", "\\*"}, {"_", "\\_"}});
}

std::string MarkdownScore(const ComparisonRow& row, size_t label) {
  const std::optional<Cell>& cell = row.cells[label];
  if (!cell) return "–";
  std::string text = FormatWithSpread(cell->mean, cell->deviation);
  if (row.best == static_cast<int>(label))
    text = absl::StrCat("**", text, "**");
  if (cell->interval) {
    absl::StrAppend(&text, " ",
                    FormatInterval(*cell->interval, cell->deviation));
  }
  return text;
}

std::string MarkdownTable(const std::vector<const ComparisonRow*>& rows,
                          const Comparison& comparison) {
  std::string out =
      absl::StrCat("| ", Escaped(rows[0]->protocol), " | floor |");
  std::string rule = "| --- | ---: |";
  for (const ComparedLabel& label : comparison.labels) {
    absl::StrAppend(&out, " ", Escaped(label.name),
                    " (n = ", label.seeds.size(), ") |");
    absl::StrAppend(&rule, " ---: |");
  }
  absl::StrAppend(&out, "\n", rule, "\n");
  for (const ComparisonRow* row : rows) {
    absl::StrAppend(&out, "| ", Escaped(MetricName(*row)), " | ",
                    FloorText(*row), " |");
    for (size_t i = 0; i < row->cells.size(); ++i) {
      absl::StrAppend(&out, " ", MarkdownScore(*row, i), " |");
    }
    absl::StrAppend(&out, "\n");
  }
  return out;
}

}  // namespace

std::string RenderTable(const Comparison& comparison,
                        const std::vector<Verdict>& verdicts, int width) {
  std::string out;
  for (const auto& rows : ByProtocol(comparison)) {
    absl::StrAppend(&out, RenderGrid(ScoreGrid(rows, comparison), width), "\n");
  }
  const std::string percent = Percent(comparison.confidence);
  absl::StrAppend(
      &out,
      Paragraph("",
                absl::StrCat("mean ± standard deviation over seeds, ", percent,
                             " bootstrap interval of the mean below; "
                             "* best mean; ↓ lower is better; floor: "
                             "two draws of the target"),
                width));
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

std::string RenderMarkdown(const Comparison& comparison,
                           const std::vector<Verdict>& verdicts) {
  std::string out;
  for (const auto& rows : ByProtocol(comparison)) {
    absl::StrAppend(&out, MarkdownTable(rows, comparison), "\n");
  }
  absl::StrAppend(&out, "Mean ± standard deviation over seeds, ",
                  Percent(comparison.confidence),
                  " bootstrap interval of the mean; best mean in bold; ↓ lower "
                  "is better; floor: two draws of the target.\n");
  if (!verdicts.empty()) absl::StrAppend(&out, "\n");
  for (const Verdict& verdict : verdicts) {
    absl::StrAppend(&out, "- **", Outcome(verdict), "** ",
                    Escaped(verdict.sentence), "\n");
  }
  return out;
}

}  // namespace flow::lang
