#include "flowlang/compare/comparison_json.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/status_macros.h"
#include "flowlang/compare/json_fields.h"

namespace flow::lang {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

ordered_json IntervalJson(const std::optional<core::Interval>& interval) {
  if (!interval) return nullptr;
  return {NumberOrNull(interval->low), NumberOrNull(interval->high)};
}

ordered_json PointJson(const SeedValue& point) {
  return {{"seed", point.seed},
          {"value", NumberOrNull(point.value)},
          {"std_error", NumberOrNull(point.std_error)},
          {"nfe", NumberOrNull(point.nfe)}};
}

ordered_json DifferenceJson(const std::optional<PairedDifference>& paired) {
  if (!paired) return nullptr;
  return {{"n", paired->n},
          {"mean", NumberOrNull(paired->mean)},
          {"interval", IntervalJson(paired->student)}};
}

ordered_json ReferencesJson(const std::vector<Reference>& references) {
  ordered_json list = ordered_json::array();
  for (const Reference& reference : references) {
    list.push_back({{"value", reference.value},
                    {"deviation", NumberOrNull(reference.deviation)},
                    {"source", reference.source},
                    {"tag", reference.tag}});
  }
  return list;
}

ordered_json CellJson(const std::optional<Cell>& cell) {
  if (!cell) return nullptr;
  ordered_json points = ordered_json::array();
  for (const SeedValue& point : cell->points) {
    points.push_back(PointJson(point));
  }
  return {{"mean", NumberOrNull(cell->mean)},
          {"deviation", NumberOrNull(cell->deviation)},
          {"interval", IntervalJson(cell->interval)},
          {"points", std::move(points)},
          {"versus_first", DifferenceJson(cell->versus_first)},
          {"references", ReferencesJson(cell->references)}};
}

ordered_json RowJson(const ComparisonRow& row) {
  ordered_json cells = ordered_json::array();
  for (const std::optional<Cell>& cell : row.cells) {
    cells.push_back(CellJson(cell));
  }
  ordered_json best = nullptr;
  if (row.best) best = *row.best;
  ordered_json json = {{"protocol", row.protocol},
                       {"metric", row.metric},
                       {"lower_is_better", row.lower_is_better},
                       {"floor", NumberOrNull(row.floor)},
                       {"best", std::move(best)},
                       {"cells", std::move(cells)}};
  if (!row.features.empty()) json["features"] = row.features;
  return json;
}

ordered_json VerdictJson(const Verdict& verdict) {
  return {{"met", verdict.met},
          {"decided", verdict.decided},
          {"claim", verdict.claim},
          {"sentence", verdict.sentence},
          {"confidence", verdict.confidence},
          {"seeds", verdict.seeds},
          {"estimate", NumberOrNull(verdict.estimate)},
          {"bound", NumberOrNull(verdict.bound)},
          {"limit", NumberOrNull(verdict.limit)},
          {"p", NumberOrNull(verdict.p)},
          {"adjusted_p", NumberOrNull(verdict.adjusted_p)},
          {"bootstrap", IntervalJson(verdict.bootstrap)},
          {"sign_test_p", NumberOrNull(verdict.sign_test_p)}};
}

std::optional<core::Interval> ReadInterval(const json& object,
                                           const char* name) {
  const json ends = ArrayField(object, name);
  if (ends.size() != 2 || !ends[0].is_number() || !ends[1].is_number()) {
    return std::nullopt;
  }
  return core::Interval{ends[0].get<double>(), ends[1].get<double>()};
}

Verdict ReadVerdict(const json& entry) {
  Verdict verdict;
  verdict.met = BoolField(entry, "met").value_or(false);
  verdict.decided = BoolField(entry, "decided").value_or(verdict.met);
  verdict.claim = TextField(entry, "claim");
  verdict.sentence = TextField(entry, "sentence");
  verdict.confidence = NumberField(entry, "confidence").value_or(0.95);
  verdict.seeds = static_cast<int>(IntegerField(entry, "seeds").value_or(0));
  verdict.estimate = NumberField(entry, "estimate");
  verdict.bound = NumberField(entry, "bound");
  verdict.limit = NumberField(entry, "limit");
  verdict.p = NumberField(entry, "p");
  verdict.adjusted_p = NumberField(entry, "adjusted_p");
  verdict.bootstrap = ReadInterval(entry, "bootstrap");
  verdict.sign_test_p = NumberField(entry, "sign_test_p");
  return verdict;
}

RunMetric ReadMetric(const json& row, const json& point) {
  RunMetric metric;
  metric.name = TextField(row, "metric");
  metric.protocol = TextField(row, "protocol");
  metric.lower_is_better = BoolField(row, "lower_is_better").value_or(true);
  metric.floor = NumberField(row, "floor");
  metric.value = NumberField(point, "value").value_or(std::nan(""));
  metric.std_error = NumberField(point, "std_error");
  metric.nfe = NumberField(point, "nfe");
  return metric;
}

void ReadReferences(const json& row, const std::vector<std::string>& labels,
                    std::vector<Reference>& references) {
  const json cells = ArrayField(row, "cells");
  for (size_t i = 0; i < std::min(cells.size(), labels.size()); ++i) {
    for (const json& entry : ArrayField(cells[i], "references")) {
      references.push_back(
          {.metric = TextField(row, "metric"),
           .protocol = TextField(row, "protocol"),
           .of = labels[i],
           .value = NumberField(entry, "value").value_or(std::nan("")),
           .deviation = NumberField(entry, "deviation"),
           .source = TextField(entry, "source"),
           .tag = TextField(entry, "tag")});
    }
  }
}

}  // namespace

ordered_json ComparisonToJson(const Comparison& comparison,
                              const std::vector<Verdict>& verdicts) {
  ordered_json labels = ordered_json::array();
  for (const ComparedLabel& label : comparison.labels) {
    labels.push_back({{"name", label.name}, {"seeds", label.seeds}});
  }
  ordered_json rows = ordered_json::array();
  for (const ComparisonRow& row : comparison.rows) rows.push_back(RowJson(row));
  ordered_json outcomes = ordered_json::array();
  for (const Verdict& verdict : verdicts) {
    outcomes.push_back(VerdictJson(verdict));
  }
  return {{"confidence", comparison.confidence},
          {"labels", std::move(labels)},
          {"rows", std::move(rows)},
          {"verdicts", std::move(outcomes)}};
}

std::string RenderComparisonJson(const Comparison& comparison,
                                 const std::vector<Verdict>& verdicts) {
  return ComparisonToJson(comparison, verdicts)
             .dump(2, ' ', /*ensure_ascii=*/false,
                   ordered_json::error_handler_t::replace) +
         "\n";
}

absl::StatusOr<SuiteRecord> ParseSuiteRecord(absl::string_view text,
                                             absl::string_view path) {
  FLOW_ASSIGN_OR_RETURN(const json object, ParseJsonObject(text, path));
  SuiteRecord record;
  for (const json& label : ArrayField(object, "labels")) {
    record.labels.push_back(TextField(label, "name"));
  }
  for (const json& verdict : ArrayField(object, "verdicts")) {
    record.verdicts.push_back(ReadVerdict(verdict));
  }
  for (const json& row : ArrayField(object, "rows")) {
    ReadReferences(row, record.labels, record.references);
  }
  return record;
}

absl::StatusOr<std::vector<RunRecord>> ParseComparedRuns(
    absl::string_view text, const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const json object, ParseJsonObject(text, path));
  const json labels = ArrayField(object, "labels");
  std::map<std::pair<size_t, uint64_t>, RunRecord> runs;  // label, seed
  for (const json& row : ArrayField(object, "rows")) {
    const json cells = ArrayField(row, "cells");
    for (size_t i = 0; i < std::min(cells.size(), labels.size()); ++i) {
      for (const json& point : ArrayField(cells[i], "points")) {
        const auto seed =
            static_cast<uint64_t>(IntegerField(point, "seed").value_or(0));
        RunRecord& run = runs[{i, seed}];
        run.path = path;
        run.label = TextField(labels[i], "name");
        run.seed = seed;
        run.metrics.push_back(ReadMetric(row, point));
      }
    }
  }
  std::vector<RunRecord> records;
  for (auto& [key, run] : runs) records.push_back(std::move(run));
  return records;
}

}  // namespace flow::lang
