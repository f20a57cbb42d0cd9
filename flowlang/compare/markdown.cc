#include "flowlang/compare/markdown.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "flowlang/compare/number_format.h"
#include "flowlang/compare/table_parts.h"

namespace flow::lang {
namespace {

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

std::string ReferenceText(const std::optional<Cell>& cell,
                          const std::string& source) {
  const Reference* reference = FindReference(cell, source);
  if (reference == nullptr) return "–";
  std::string text = FormatWithSpread(reference->value, reference->deviation);
  const std::string distance = Distance(*cell, *reference);
  if (!distance.empty()) absl::StrAppend(&text, " (ours ", distance, ")");
  return text;
}

std::string ReferenceRows(const ComparisonRow& row,
                          const std::vector<std::string>& sources) {
  std::string out;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!HasReference(row, sources[i])) continue;
    absl::StrAppend(&out, "| published [", i + 1, "] | |");
    for (const std::optional<Cell>& cell : row.cells) {
      absl::StrAppend(&out, " ", ReferenceText(cell, sources[i]), " |");
    }
    absl::StrAppend(&out, "\n");
  }
  return out;
}

std::string MarkdownTable(const std::vector<const ComparisonRow*>& rows,
                          const Comparison& comparison,
                          const std::vector<std::string>& sources) {
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
    absl::StrAppend(&out, "\n", ReferenceRows(*row, sources));
  }
  return out;
}

}  // namespace

std::string RenderMarkdown(const Comparison& comparison,
                           const std::vector<Verdict>& verdicts) {
  std::string out;
  const std::vector<std::string> sources = SourcesOf(comparison);
  for (const auto& rows : ByProtocol(comparison)) {
    absl::StrAppend(&out, MarkdownTable(rows, comparison, sources), "\n");
  }
  absl::StrAppend(&out, "Mean ± standard deviation over seeds, ",
                  Percent(comparison.confidence),
                  " bootstrap interval of the mean; best mean in bold; ↓ lower "
                  "is better; floor: two draws of the target.\n");
  for (const std::string& features : FeaturesOf(comparison)) {
    absl::StrAppend(&out, "Features of ", Escaped(features), ".\n");
  }
  if (!sources.empty()) absl::StrAppend(&out, "Published:");
  for (size_t i = 0; i < sources.size(); ++i) {
    absl::StrAppend(&out, " [", i + 1, "] ", Escaped(sources[i]),
                    i + 1 < sources.size() ? ";" : ".\n");
  }
  if (!verdicts.empty()) absl::StrAppend(&out, "\n");
  for (const Verdict& verdict : verdicts) {
    absl::StrAppend(&out, "- **", Outcome(verdict), "** ",
                    Escaped(verdict.sentence), "\n");
  }
  return out;
}

}  // namespace flow::lang
