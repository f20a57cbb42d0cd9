#include "flowlang/cli/run_suite.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/cli/compare_arguments.h"
#include "flowlang/cli/suite_progress.h"
#include "flowlang/cli/terminal.h"
#include "flowlang/compare/compared_runs.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/table.h"
#include "flowlang/lower/device_training.h"
#include "flowlang/lower/run_experiment.h"
#include "flowlang/report/render_report.h"
#include "flowlang/report/report_data.h"

namespace flow::lang {
namespace {

// Before hours of the others.
absl::Status CheckAllForDevice(const SuitePlan& suite, core::Device* device) {
  if (device == nullptr) return absl::OkStatus();
  for (const SuiteRun& run : suite.runs) {
    FLOW_RETURN_IF_ERROR(CheckForDevice(run.plan, *device)) << run.folder;
  }
  return absl::OkStatus();
}

// Threads take the next run until there is none.
std::vector<absl::Status> RunSideBySide(const SuitePlan& suite,
                                        const std::string& out, int threads,
                                        core::Device* device) {
  const int count = static_cast<int>(suite.runs.size());
  const int side_by_side = device == nullptr ? std::min(threads, count) : 1;
  SuiteProgress progress(count, stderr);
  std::vector<absl::Status> statuses(count);
  std::atomic<int> next{0};
  const auto work = [&] {
    for (int i = next++; i < count; i = next++) {
      const SuiteRun& run = suite.runs[i];
      statuses[i] = RunExperiment(run.plan,
                                  {.out = JoinPath(out, run.folder),
                                   .threads = device == nullptr ? 1 : threads,
                                   .device = device},
                                  progress.Sink(run.folder).get());
      progress.Finish(run.folder, statuses[i].ok()
                                      ? "finished"
                                      : std::string(statuses[i].message()));
    }
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < side_by_side; ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return statuses;
}

absl::Status FirstError(const SuitePlan& suite,
                        const std::vector<absl::Status>& statuses) {
  for (size_t i = 0; i < statuses.size(); ++i) {
    if (statuses[i].ok()) continue;
    return absl::Status(
        statuses[i].code(),
        absl::StrCat(suite.runs[i].folder, ": ", statuses[i].message()));
  }
  return absl::OkStatus();
}

// The suite's own runs, whatever else lies in the folder.
absl::StatusOr<ComparedRuns> CompareOwn(const SuitePlan& suite,
                                        const std::string& out) {
  std::vector<RunRecord> runs;
  for (const SuiteRun& run : suite.runs) {
    FLOW_ASSIGN_OR_RETURN(RunRecord record, LoadRun(JoinPath(out, run.folder)));
    runs.push_back(std::move(record));
  }
  return CompareSuite(suite, std::move(runs));
}

absl::Status WritePage(const ComparedRuns& compared, const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const ReportData data,
                        LoadReportData({compared}, compared.name));
  return WriteFileAtomically(path, RenderReport(data));
}

}  // namespace

absl::StatusOr<bool> RunSuite(const SuitePlan& suite, const std::string& out,
                              int threads, core::Device* device) {
  FLOW_RETURN_IF_ERROR(CheckAllForDevice(suite, device));
  FLOW_RETURN_IF_ERROR(
      FirstError(suite, RunSideBySide(suite, out, threads, device)));
  FLOW_ASSIGN_OR_RETURN(const ComparedRuns compared, CompareOwn(suite, out));
  FLOW_RETURN_IF_ERROR(WriteFileAtomically(
      JoinPath(out, "comparison.json"),
      RenderComparisonJson(compared.comparison, compared.verdicts)));
  const std::string page = JoinPath(out, "report.html");
  FLOW_RETURN_IF_ERROR(WritePage(compared, page));
  const std::string table =
      RenderTable(compared.comparison, compared.verdicts, TerminalWidth());
  std::printf("%s\nThe page: %s\n", table.c_str(), page.c_str());
  return AllMet(compared.verdicts);
}

}  // namespace flow::lang
