#ifndef FLOWLANG_COMPARE_RUNS_TESTING_H_
#define FLOWLANG_COMPARE_RUNS_TESTING_H_

/// Runs made by hand, for tests.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/compare/run_directory.h"

namespace flow::lang {

/// One run a value, with seeds 1, 2, ...: label, one metric "w2" or as named,
/// protocol "euler100", floor 0.1.
inline std::vector<RunRecord> MakeRuns(const std::string& label,
                                       const std::vector<double>& values,
                                       const std::string& metric = "w2",
                                       bool lower_is_better = true) {
  std::vector<RunRecord> runs;
  for (size_t i = 0; i < values.size(); ++i) {
    RunRecord run;
    run.path = absl::StrCat("out/", label, "/seed-", i + 1);
    run.experiment = "moons";
    run.label = label;
    run.seed = i + 1;
    run.status = "finished";
    RunMetric entry;
    entry.name = metric;
    entry.protocol = "euler100";
    entry.value = values[i];
    entry.n = 2000;
    entry.floor = 0.1;
    entry.nfe = 100;
    entry.lower_is_better = lower_is_better;
    run.metrics.push_back(entry);
    runs.push_back(run);
  }
  return runs;
}

inline std::vector<RunRecord> Together(std::vector<RunRecord> a,
                                       std::vector<RunRecord> b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_RUNS_TESTING_H_
