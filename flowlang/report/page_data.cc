#include "flowlang/report/page_data.h"

#include <cmath>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/json_fields.h"
#include "flowlang/compare/table_parts.h"

namespace flow::lang {
namespace {

using nlohmann::ordered_json;

// Four significant digits, more than a plot shows.
ordered_json Rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0;
  const double scale =
      std::pow(10, 3 - std::floor(std::log10(std::abs(value))));
  const double rounded = std::round(value * scale) / scale;
  if (!std::isfinite(rounded)) return value;
  return rounded;
}

ordered_json RoundedList(const std::vector<double>& values) {
  ordered_json list = ordered_json::array();
  for (const double value : values) list.push_back(Rounded(value));
  return list;
}

ordered_json PointsJson(const PointSet& points) {
  ordered_json x = ordered_json::array(), y = ordered_json::array();
  for (int64_t row = 0; row < points.rows; ++row) {
    const float* point = points.values.data() + row * points.dim;
    if (points.dim >= 1) x.push_back(Rounded(point[0]));
    if (points.dim >= 2) y.push_back(Rounded(point[1]));
  }
  ordered_json object = {{"x", std::move(x)}};
  if (points.dim >= 2) object["y"] = std::move(y);
  return object;
}

ordered_json PicturesJson(const SampleSet& set) {
  if (set.pictures.empty()) return nullptr;
  ordered_json pictures = ordered_json::object();
  for (const SamplePicture& picture : set.pictures) {
    pictures[picture.name] =
        picture.png.empty() ? ""
                            : absl::StrCat("data:image/png;base64,",
                                           absl::Base64Escape(picture.png));
  }
  return pictures;
}

// One list a line: column `axis` of `values` [S, lines, columns] over the
// times.
ordered_json LinesJson(const TrajectorySet& set,
                       const std::vector<float>& values, int64_t columns,
                       int64_t axis) {
  ordered_json lines = ordered_json::array();
  for (int64_t line = 0; line < set.lines; ++line) {
    ordered_json coordinates = ordered_json::array();
    for (size_t s = 0; s < set.time.size(); ++s) {
      const int64_t row = static_cast<int64_t>(s) * set.lines + line;
      coordinates.push_back(Rounded(values[row * columns + axis]));
    }
    lines.push_back(std::move(coordinates));
  }
  return lines;
}

ordered_json TrajectoriesJson(const TrajectorySet& set) {
  if (set.lines == 0 || set.dim == 0) return nullptr;
  ordered_json object = {{"time", RoundedList(set.time)},
                         {"x", LinesJson(set, set.values, set.dim, 0)}};
  if (set.dim >= 2) object["y"] = LinesJson(set, set.values, set.dim, 1);
  if (!set.height.empty()) object["height"] = LinesJson(set, set.height, 1, 0);
  return object;
}

ordered_json SamplesJson(const SampleSet& set) {
  return {{"protocol", set.protocol},
          {"drawn", set.drawn},
          {"dim", set.generated.dim},
          {"generated", PointsJson(set.generated)},
          {"target", PointsJson(set.target)},
          {"pictures", PicturesJson(set)},
          {"trajectories", TrajectoriesJson(set.trajectories)}};
}

ordered_json StagesJson(const RunRecord& record) {
  ordered_json stages = ordered_json::array();
  for (const RunStage& stage : record.stages) {
    ordered_json facts = ordered_json::object();
    for (const auto& [name, value] : stage.facts) facts[name] = Rounded(value);
    stages.push_back({{"name", stage.name},
                      {"kind", stage.kind},
                      {"wall_seconds", Rounded(stage.wall_seconds)},
                      {"steps", stage.steps},
                      {"facts", std::move(facts)}});
  }
  return stages;
}

ordered_json ClientsJson(const RunRecord& record) {
  ordered_json lists = ordered_json::array();
  for (const RunMetric& metric : record.metrics) {
    if (metric.by_client.empty()) continue;
    lists.push_back({{"metric", metric.name},
                     {"protocol", metric.protocol},
                     {"floor", NumberOrNull(metric.floor)},
                     {"values", RoundedList(metric.by_client)}});
  }
  return lists;
}

ordered_json RunJson(const ReportedRun& run) {
  ordered_json losses = ordered_json::array();
  for (const LossCurve& curve : run.losses) {
    losses.push_back({{"stage", curve.stage},
                      {"step", curve.step},
                      {"loss", RoundedList(curve.loss)}});
  }
  ordered_json samples = ordered_json::array();
  for (const SampleSet& set : run.samples) samples.push_back(SamplesJson(set));
  const RunRecord& record = run.record;
  return {{"seed", record.seed},
          {"path", record.path},
          {"experiment", record.experiment},
          {"status", record.status},
          {"plan_hash", record.plan_hash},
          {"plan", run.plan},
          {"environment", record.environment},
          {"communication", record.communication},
          {"clients", ClientsJson(record)},
          {"stages", StagesJson(record)},
          {"losses", std::move(losses)},
          {"samples", std::move(samples)}};
}

ordered_json SectionJson(const ReportSection& section) {
  const ComparedRuns& compared = section.compared;
  ordered_json object = {{"name", compared.name}};
  object.update(ComparisonToJson(compared.comparison, compared.verdicts));
  object["features"] = FeaturesOf(compared.comparison);
  object["runs"] = ordered_json::array();
  for (size_t i = 0; i < section.runs.size(); ++i) {
    object["runs"].push_back(
        {{"run", section.runs[i]}, {"label", compared.runs[i].label}});
  }
  return object;
}

}  // namespace

ordered_json PageData(const ReportData& data) {
  ordered_json sections = ordered_json::array();
  for (const ReportSection& section : data.sections) {
    sections.push_back(SectionJson(section));
  }
  ordered_json runs = ordered_json::array();
  for (const ReportedRun& run : data.runs) runs.push_back(RunJson(run));
  return {{"title", data.title},
          {"sections", std::move(sections)},
          {"runs", std::move(runs)}};
}

}  // namespace flow::lang
