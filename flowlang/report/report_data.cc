#include "flowlang/report/report_data.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

absl::Status ReadSamples(const std::string& folder, ReportedRun& run) {
  const absl::StatusOr<std::vector<std::string>> names = ListDirectory(folder);
  if (absl::IsNotFound(names.status())) return absl::OkStatus();
  FLOW_RETURN_IF_ERROR(names.status());
  for (const std::string& name : *names) {
    absl::string_view protocol = name;
    if (!absl::ConsumeSuffix(&protocol, ".npz")) continue;
    FLOW_ASSIGN_OR_RETURN(SampleSet set, LoadSampleSet(JoinPath(folder, name),
                                                       std::string(protocol)));
    run.samples.push_back(std::move(set));
  }
  return absl::OkStatus();
}

absl::StatusOr<ReportedRun> ReadRun(const RunRecord& record) {
  ReportedRun run;
  run.record = record;
  const std::string plan = JoinPath(record.path, "plan.textproto");
  if (FileExists(plan)) {
    FLOW_ASSIGN_OR_RETURN(run.plan, ReadFile(plan));
  }
  const std::string log = JoinPath(record.path, "metrics.jsonl");
  if (FileExists(log)) {
    FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(log));
    run.losses = ParseTrainingLog(text);
  }
  FLOW_RETURN_IF_ERROR(ReadSamples(JoinPath(record.path, "samples"), run));
  return run;
}

std::string TitleOf(const std::vector<RunRecord>& runs) {
  std::set<std::string> experiments;
  for (const RunRecord& run : runs) experiments.insert(run.experiment);
  return absl::StrJoin(experiments, ", ");
}

}  // namespace

absl::StatusOr<ReportData> LoadReportData(const RunCollection& collection,
                                          const std::string& title) {
  ReportData data;
  data.title = title.empty() ? TitleOf(collection.runs) : title;
  CompareOptions options;
  options.label_order = collection.label_order;
  FLOW_ASSIGN_OR_RETURN(data.comparison, Compare(collection.runs, options));
  data.verdicts = collection.verdicts;
  for (const ComparedLabel& label : data.comparison.labels) {
    for (const RunRecord& record : collection.runs) {
      if (record.label != label.name) continue;
      FLOW_ASSIGN_OR_RETURN(ReportedRun run, ReadRun(record));
      data.runs.push_back(std::move(run));
    }
  }
  return data;
}

}  // namespace flow::lang
