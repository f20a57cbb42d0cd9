#ifndef FLOWLANG_REPORT_REPORT_DATA_H_
#define FLOWLANG_REPORT_REPORT_DATA_H_

/// What the page shows, gathered from run folders.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/compare/compared_runs.h"
#include "flowlang/compare/run_directory.h"
#include "flowlang/report/sample_set.h"
#include "flowlang/report/training_log.h"

namespace flow::lang {

/// One run with what lies beside its result.json.
struct ReportedRun {
  RunRecord record;
  std::string plan;  // the text of plan.textproto, empty if there is none
  std::vector<LossCurve> losses;
  std::vector<SampleSet> samples;
};

/// A part of the page: one suite, or everything together.
struct ReportSection {
  ComparedRuns compared;
  std::vector<size_t> runs;  // where those of `compared` lie in ReportData.runs
};

struct ReportData {
  std::string title;
  std::vector<ReportSection> sections;
  std::vector<ReportedRun> runs;  // each once, in how many sections it may be
};

/// Reads the plan, the training log and the samples of every run; the more
/// files of samples there are, the fewer points are taken of each. What a run
/// does not have is left out of the page; a file that exists and cannot be read
/// is an error with its path (the reader's codes). An empty title becomes the
/// names of the experiments.
absl::StatusOr<ReportData> LoadReportData(std::vector<ComparedRuns> sections,
                                          const std::string& title);

}  // namespace flow::lang

#endif  // FLOWLANG_REPORT_REPORT_DATA_H_
