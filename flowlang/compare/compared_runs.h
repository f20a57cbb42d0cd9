#ifndef FLOWLANG_COMPARE_COMPARED_RUNS_H_
#define FLOWLANG_COMPARE_COMPARED_RUNS_H_

/// Runs with what they say together: what tables and pages are made of.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/run_collection.h"
#include "flowlang/compare/run_directory.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

struct ComparedRuns {
  std::string name;  // of the suite; empty for runs of none or of several
  std::vector<RunRecord> runs;
  Comparison comparison;
  std::vector<Verdict> verdicts;
};

/// All runs side by side, in the order of the suites and with their verdicts
/// and references. Errors: those of Compare.
absl::StatusOr<ComparedRuns> CompareTogether(const RunCollection& collection);

/// Each suite by itself, its runs under the labels that they have there; behind
/// them, where there are several suites or runs of none, all together. Errors:
/// those of Compare.
absl::StatusOr<std::vector<ComparedRuns>> CompareBySuite(
    const RunCollection& collection);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_COMPARED_RUNS_H_
