#include "flowlang/compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/stats/paired_test.h"
#include "core/stats/sample_moments.h"

namespace flow::lang {
namespace {

// Position of `name` among `labels`, appended if it is new.
int LabelIndex(std::vector<ComparedLabel>& labels, const std::string& name) {
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].name == name) return static_cast<int>(i);
  }
  labels.push_back({name, {}});
  return static_cast<int>(labels.size()) - 1;
}

std::vector<ComparedLabel> OrderLabels(const std::vector<RunRecord>& runs,
                                       const CompareOptions& options) {
  std::vector<ComparedLabel> ordered;
  for (const std::string& name : options.label_order) LabelIndex(ordered, name);
  for (const RunRecord& run : runs) {
    ordered[LabelIndex(ordered, run.label)].seeds.push_back(run.seed);
  }
  const auto has_no_run = [](const auto& label) { return label.seeds.empty(); };
  std::erase_if(ordered, has_no_run);
  for (ComparedLabel& label : ordered) {
    std::sort(label.seeds.begin(), label.seeds.end());
  }
  return ordered;
}

absl::Status CheckRunsAreDistinct(const std::vector<RunRecord>& runs) {
  std::map<std::pair<std::string, uint64_t>, const RunRecord*> seen;
  for (const RunRecord& run : runs) {
    const auto [first, inserted] =
        seen.try_emplace({run.label, run.seed}, &run);
    if (inserted) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("two runs are '", run.label, "' with seed ", run.seed,
                     ": ", first->second->path, " and ", run.path));
  }
  return absl::OkStatus();
}

// The row of (protocol, metric, features), made on first sight; rows of one
// protocol stay together.
absl::StatusOr<ComparisonRow*> FindRow(std::vector<ComparisonRow>& rows,
                                       const RunMetric& metric, int labels) {
  auto end_of_protocol = rows.end();
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    if (row->protocol != metric.protocol) continue;
    end_of_protocol = row + 1;
    // numbers of unequal features do not compare
    if (row->metric != metric.name || row->features != metric.features) {
      continue;
    }
    if (row->lower_is_better != metric.lower_is_better) {
      return absl::InvalidArgumentError(
          absl::StrCat("the runs disagree on whether a lower '", metric.name,
                       "' is better"));
    }
    return &*row;
  }
  ComparisonRow row;
  row.protocol = metric.protocol;
  row.metric = metric.name;
  row.lower_is_better = metric.lower_is_better;
  row.features = metric.features;
  row.cells.resize(labels);
  return &*rows.insert(end_of_protocol, std::move(row));
}

void AddPoint(Cell& cell, SeedValue point) {
  const auto by_seed = [](const SeedValue& a, const SeedValue& b) {
    return a.seed < b.seed;
  };
  cell.points.insert(
      std::upper_bound(cell.points.begin(), cell.points.end(), point, by_seed),
      point);
}

void SummarizeCell(Cell& cell, const CompareOptions& options, Seed seed) {
  std::vector<double> values;
  for (const SeedValue& point : cell.points) values.push_back(point.value);
  cell.mean = core::SampleMean(values);
  cell.deviation = core::SampleDeviation(values);
  cell.interval = core::BcaMeanInterval(
      values, {.confidence = options.confidence, .seed = seed});
}

std::optional<PairedDifference> DifferenceOf(const Cell& cell,
                                             const Cell& first,
                                             double confidence) {
  std::map<uint64_t, double> base;
  for (const SeedValue& point : first.points) base[point.seed] = point.value;
  std::vector<double> differences;
  for (const SeedValue& point : cell.points) {
    const auto other = base.find(point.seed);
    if (other == base.end()) continue;
    differences.push_back(point.value - other->second);
  }
  if (differences.empty()) return std::nullopt;
  PairedDifference paired;
  paired.n = static_cast<int>(differences.size());
  paired.mean = core::SampleMean(differences);
  // two one-sided bounds make the two-sided interval
  const auto bounds = core::BoundMean(differences, 0.5 * (1 + confidence));
  if (bounds) paired.student = core::Interval{bounds->lower, bounds->upper};
  return paired;
}

std::vector<Reference> ReferencesOf(const ComparisonRow& row,
                                    const std::string& label,
                                    const std::vector<Reference>& references) {
  std::vector<Reference> found;
  for (const Reference& reference : references) {
    if (reference.metric == row.metric && reference.of == label &&
        reference.protocol == row.protocol) {
      found.push_back(reference);
    }
  }
  return found;
}

std::optional<int> BestLabel(const ComparisonRow& row) {
  std::optional<int> best;
  int scored = 0;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i] || !std::isfinite(row.cells[i]->mean)) continue;
    ++scored;
    const double mean = row.cells[i]->mean;
    const double leader = best ? row.cells[*best]->mean : mean;
    if (!best || (row.lower_is_better ? mean < leader : mean > leader)) {
      best = static_cast<int>(i);
    }
  }
  return scored >= 2 ? best : std::nullopt;
}

void SummarizeRow(ComparisonRow& row, const Comparison& comparison,
                  const CompareOptions& options) {
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (!row.cells[i]) continue;
    // named, so that a row's interval does not depend on the rows beside it
    const Seed seed =
        DeriveSeed(0, "bootstrap", absl::string_view(row.protocol),
                   absl::string_view(row.metric),
                   absl::string_view(comparison.labels[i].name));
    SummarizeCell(*row.cells[i], options, seed);
    row.cells[i]->references =
        ReferencesOf(row, comparison.labels[i].name, options.references);
    if (i > 0 && row.cells[0]) {
      row.cells[i]->versus_first =
          DifferenceOf(*row.cells[i], *row.cells[0], options.confidence);
    }
  }
  row.best = BestLabel(row);
}

}  // namespace

absl::StatusOr<Comparison> Compare(const std::vector<RunRecord>& runs,
                                   const CompareOptions& options) {
  FLOW_RETURN_IF_ERROR(CheckRunsAreDistinct(runs));
  Comparison comparison;
  comparison.confidence = options.confidence;
  comparison.labels = OrderLabels(runs, options);
  std::map<std::pair<std::string, std::string>, std::vector<double>> floors;
  for (const RunRecord& run : runs) {
    const int label = LabelIndex(comparison.labels, run.label);
    for (const RunMetric& metric : run.metrics) {
      FLOW_ASSIGN_OR_RETURN(
          ComparisonRow * row,
          FindRow(comparison.rows, metric, comparison.labels.size()));
      if (!row->cells[label]) row->cells[label].emplace();
      AddPoint(*row->cells[label],
               {run.seed, metric.value, metric.std_error, metric.nfe});
      if (!metric.floor) continue;
      floors[{metric.protocol, metric.name}].push_back(*metric.floor);
    }
  }
  for (ComparisonRow& row : comparison.rows) {
    SummarizeRow(row, comparison, options);
    const auto floor = floors.find({row.protocol, row.metric});
    if (floor != floors.end()) row.floor = core::SampleMean(floor->second);
  }
  return comparison;
}

}  // namespace flow::lang
