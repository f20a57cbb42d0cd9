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
#include "flowlang/cli/suite_progress.h"
#include "flowlang/cli/terminal.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/expectation.h"
#include "flowlang/compare/run_collection.h"
#include "flowlang/compare/table.h"
#include "flowlang/lower/run_experiment.h"
#include "flowlang/report/render_report.h"
#include "flowlang/report/report_data.h"

namespace flow::lang {
namespace {

// Threads take the next run until there is none.
std::vector<absl::Status> RunSideBySide(const SuitePlan& suite,
                                        const std::string& out, int threads) {
  const int count = static_cast<int>(suite.runs.size());
  SuiteProgress progress(count, stderr);
  std::vector<absl::Status> statuses(count);
  std::atomic<int> next{0};
  const auto work = [&] {
    for (int i = next++; i < count; i = next++) {
      const SuiteRun& run = suite.runs[i];
      statuses[i] = RunExperiment(
          run.plan, {.out = JoinPath(out, run.folder), .threads = 1},
          progress.Sink(run.folder).get());
      progress.Finish(run.folder, statuses[i].ok()
                                      ? "finished"
                                      : std::string(statuses[i].message()));
    }
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < std::min(threads, count); ++i) workers.emplace_back(work);
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
absl::StatusOr<RunCollection> CollectSuite(const SuitePlan& suite,
                                           const std::string& out) {
  std::vector<std::string> folders;
  for (const SuiteRun& run : suite.runs) {
    folders.push_back(JoinPath(out, run.folder));
  }
  FLOW_ASSIGN_OR_RETURN(RunCollection collection, CollectRuns(folders));
  collection.label_order = suite.labels;
  return collection;
}

absl::Status WritePage(const RunCollection& collection,
                       const std::string& title, const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const ReportData data,
                        LoadReportData(collection, title));
  return WriteFileAtomically(path, RenderReport(data));
}

}  // namespace

absl::StatusOr<bool> RunSuite(const SuitePlan& suite, const std::string& out,
                              int threads) {
  FLOW_RETURN_IF_ERROR(FirstError(suite, RunSideBySide(suite, out, threads)));
  FLOW_ASSIGN_OR_RETURN(RunCollection collection, CollectSuite(suite, out));
  CompareOptions options;
  options.label_order = suite.labels;
  FLOW_ASSIGN_OR_RETURN(const Comparison comparison,
                        Compare(collection.runs, options));
  FLOW_ASSIGN_OR_RETURN(
      collection.verdicts,
      EvaluateExpectations(suite.expectations, comparison, suite.correction));
  FLOW_RETURN_IF_ERROR(WriteFileAtomically(
      JoinPath(out, "comparison.json"),
      RenderComparisonJson(comparison, collection.verdicts)));
  const std::string page = JoinPath(out, "report.html");
  FLOW_RETURN_IF_ERROR(WritePage(collection, suite.name, page));
  std::fputs(
      RenderTable(comparison, collection.verdicts, TerminalWidth()).c_str(),
      stdout);
  std::printf("\nThe page: %s\n", page.c_str());
  return AllMet(collection.verdicts);
}

}  // namespace flow::lang
