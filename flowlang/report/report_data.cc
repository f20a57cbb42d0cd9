#include "flowlang/report/report_data.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

std::string SamplesFolder(const ReportedRun& run) {
  return JoinPath(run.record.path, "samples");
}

// The protocols whose points the run has.
absl::StatusOr<std::vector<std::string>> Protocols(const ReportedRun& run) {
  const absl::StatusOr<std::vector<std::string>> names =
      ListDirectory(SamplesFolder(run));
  std::vector<std::string> protocols;
  if (absl::IsNotFound(names.status())) return protocols;
  FLOW_RETURN_IF_ERROR(names.status());
  for (absl::string_view name : *names) {
    if (absl::ConsumeSuffix(&name, ".npz")) protocols.emplace_back(name);
  }
  return protocols;
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
  return run;
}

absl::Status ReadSamples(std::vector<ReportedRun>& runs) {
  std::vector<std::vector<std::string>> protocols;
  int64_t files = 0;
  for (const ReportedRun& run : runs) {
    FLOW_ASSIGN_OR_RETURN(std::vector<std::string> names, Protocols(run));
    files += names.size();
    protocols.push_back(std::move(names));
  }
  const SampleCaps caps = CapsFor(files);
  for (size_t i = 0; i < runs.size(); ++i) {
    for (const std::string& protocol : protocols[i]) {
      FLOW_ASSIGN_OR_RETURN(
          SampleSet set, LoadSampleSet(JoinPath(SamplesFolder(runs[i]),
                                                absl::StrCat(protocol, ".npz")),
                                       protocol, caps));
      runs[i].samples.push_back(std::move(set));
    }
  }
  return absl::OkStatus();
}

std::string TitleOf(const std::vector<ReportedRun>& runs) {
  std::set<std::string> experiments;
  for (const ReportedRun& run : runs) {
    experiments.insert(run.record.experiment);
  }
  return absl::StrJoin(experiments, ", ");
}

}  // namespace

absl::StatusOr<ReportData> LoadReportData(std::vector<ComparedRuns> sections,
                                          const std::string& title) {
  ReportData data;
  std::map<std::string, size_t> places;  // of runs, by path
  for (ComparedRuns& compared : sections) {
    ReportSection section;
    for (const RunRecord& record : compared.runs) {
      const auto [place, added] =
          places.try_emplace(record.path, data.runs.size());
      if (added) {
        FLOW_ASSIGN_OR_RETURN(ReportedRun run, ReadRun(record));
        data.runs.push_back(std::move(run));
      }
      section.runs.push_back(place->second);
    }
    section.compared = std::move(compared);
    data.sections.push_back(std::move(section));
  }
  FLOW_RETURN_IF_ERROR(ReadSamples(data.runs));
  data.title = title.empty() ? TitleOf(data.runs) : title;
  return data;
}

}  // namespace flow::lang
