#include "flowlang/compare/table_parts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "flowlang/compare/number_format.h"

namespace flow::lang {
namespace {

std::string NameOf(const Reference& reference) {
  return absl::StrCat(reference.source, " (", reference.tag, ")");
}

}  // namespace

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

std::string MetricName(const ComparisonRow& row) {
  return absl::StrCat(row.metric, row.lower_is_better ? " ↓" : " ↑");
}

std::vector<std::string> FeaturesOf(const Comparison& comparison) {
  std::vector<std::pair<std::string, std::vector<std::string>>> metrics_of;
  for (const ComparisonRow& row : comparison.rows) {
    if (row.features.empty()) continue;
    auto found = std::find_if(
        metrics_of.begin(), metrics_of.end(),
        [&row](const auto& entry) { return entry.first == row.features; });
    if (found == metrics_of.end()) {
      found = metrics_of.insert(found, {row.features, {}});
    }
    std::vector<std::string>& metrics = found->second;
    if (std::find(metrics.begin(), metrics.end(), row.metric) ==
        metrics.end()) {
      metrics.push_back(row.metric);
    }
  }
  std::vector<std::string> lines;
  for (const auto& [features, metrics] : metrics_of) {
    lines.push_back(absl::StrCat(absl::StrJoin(metrics, ", "), ": ", features));
  }
  return lines;
}

std::string FloorText(const ComparisonRow& row) {
  return row.floor ? FormatWithSpread(*row.floor, std::nullopt) : "";
}

std::string Percent(double confidence) {
  return absl::StrFormat("%g%%", 100 * confidence);
}

absl::string_view Outcome(const Verdict& verdict) {
  if (verdict.met) return "met";
  return verdict.decided ? "NOT MET" : "UNDECIDED";
}

std::vector<std::string> SourcesOf(const Comparison& comparison) {
  std::vector<std::string> sources;
  for (const ComparisonRow& row : comparison.rows) {
    for (const std::optional<Cell>& cell : row.cells) {
      if (!cell) continue;
      for (const Reference& reference : cell->references) {
        const std::string name = NameOf(reference);
        if (std::find(sources.begin(), sources.end(), name) == sources.end()) {
          sources.push_back(name);
        }
      }
    }
  }
  return sources;
}

const Reference* FindReference(const std::optional<Cell>& cell,
                               const std::string& source) {
  if (!cell) return nullptr;
  for (const Reference& reference : cell->references) {
    if (NameOf(reference) == source) return &reference;
  }
  return nullptr;
}

bool HasReference(const ComparisonRow& row, const std::string& source) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [&](const std::optional<Cell>& cell) {
                       return FindReference(cell, source) != nullptr;
                     });
}

std::string Distance(const Cell& cell, const Reference& reference) {
  if (!std::isfinite(cell.mean) || !(reference.deviation > 0)) return "";
  return absl::StrFormat("%+.1f sd",
                         (cell.mean - reference.value) / *reference.deviation);
}

}  // namespace flow::lang
