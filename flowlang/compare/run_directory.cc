#include "flowlang/compare/run_directory.h"

#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/compare/json_fields.h"

namespace flow::lang {
namespace {

using nlohmann::json;

constexpr absl::string_view kSeedPrefix = "seed-";

std::string LastPart(absl::string_view path) {
  const size_t slash = path.rfind('/');
  return std::string(slash == path.npos ? path : path.substr(slash + 1));
}

std::string LabelOf(const RunRecord& run, const json& result) {
  std::string label = TextField(result, "label");
  if (!label.empty()) return label;
  const std::string group = WithoutSeedFolder(run.path);
  if (group != run.path && !group.empty()) return LastPart(group);
  return run.experiment.empty() ? LastPart(run.path) : run.experiment;
}

double NumberOrNan(const json& value) {
  return value.is_number() ? value.get<double>()
                           : std::numeric_limits<double>::quiet_NaN();
}

RunMetric ReadMetric(const json& entry) {
  RunMetric metric;
  metric.name = TextField(entry, "name");
  metric.protocol = TextField(entry, "protocol");
  metric.value = NumberField(entry, "value")
                     .value_or(std::numeric_limits<double>::quiet_NaN());
  metric.std_error = NumberField(entry, "std_error");
  metric.n = IntegerField(entry, "n").value_or(0);
  metric.floor = NumberField(entry, "floor");
  metric.nfe = NumberField(entry, "nfe");
  metric.lower_is_better = BoolField(entry, "lower_is_better").value_or(true);
  for (const json& value : ArrayField(entry, "by_client")) {
    metric.by_client.push_back(NumberOrNan(value));
  }
  metric.features = TextField(entry, "features");
  return metric;
}

RunStage ReadStage(const json& entry) {
  RunStage stage;
  stage.name = TextField(entry, "name");
  stage.kind = TextField(entry, "kind");
  stage.wall_seconds = NumberField(entry, "wall_seconds").value_or(0);
  stage.steps = IntegerField(entry, "steps").value_or(0);
  stage.steps_per_second = NumberField(entry, "steps_per_second");
  for (const auto& [group, facts] : entry.items()) {
    if (!facts.is_object()) continue;
    for (const auto& [name, value] : facts.items()) {
      if (!value.is_number()) continue;
      stage.facts.emplace_back(absl::StrCat(group, " ", name),
                               value.get<double>());
    }
  }
  return stage;
}

}  // namespace

std::string WithoutSeedFolder(absl::string_view folder) {
  while (absl::ConsumeSuffix(&folder, "/")) {
  }
  const std::string last = LastPart(folder);
  absl::string_view number = last;
  uint64_t seed;
  if (!absl::ConsumePrefix(&number, kSeedPrefix) ||
      !absl::SimpleAtoi(number, &seed)) {
    return std::string(folder);
  }
  return DirectoryOf(folder);
}

bool IsRunDirectory(const std::string& folder) {
  return FileExists(JoinPath(folder, "result.json"));
}

absl::StatusOr<RunRecord> ParseRun(const std::string& folder,
                                   absl::string_view text) {
  const std::string path = JoinPath(folder, "result.json");
  FLOW_ASSIGN_OR_RETURN(const json result, ParseJsonObject(text, path));
  RunRecord run;
  run.path = folder;
  run.experiment = TextField(result, "experiment");
  run.label = LabelOf(run, result);
  run.plan_hash = TextField(result, "plan_hash");
  run.seed = IntegerField(result, "seed").value_or(0);
  run.status = TextField(result, "status");
  for (const json& entry : ArrayField(result, "metrics")) {
    RunMetric metric = ReadMetric(entry);
    if (metric.name.empty()) {
      return absl::DataLossError(
          absl::StrCat(path, ": a metric has no name: ", entry.dump()));
    }
    run.metrics.push_back(std::move(metric));
  }
  for (const json& entry : ArrayField(result, "stages")) {
    run.stages.push_back(ReadStage(entry));
  }
  run.environment = ObjectField(result, "environment");
  run.communication = ObjectField(result, "communication");
  return run;
}

absl::StatusOr<RunRecord> LoadRun(const std::string& folder) {
  FLOW_ASSIGN_OR_RETURN(const std::string text,
                        ReadFile(JoinPath(folder, "result.json")));
  return ParseRun(folder, text);
}

}  // namespace flow::lang
