#include "flowlang/cli/compare_arguments.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/run_collection.h"

namespace flow::lang {
namespace {

absl::StatusOr<SuitePlan> CompileSuiteAt(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const Arguments none, Arguments::Parse({}, {}));
  FLOW_ASSIGN_OR_RETURN(std::optional<CompiledFile> compiled,
                        CompileOrTell(path, none, Purpose::kInspect));
  if (!compiled) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", path, "' has mistakes"));
  }
  if (auto* suite = std::get_if<SuitePlan>(&*compiled)) {
    return std::move(*suite);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", path, "' is an experiment and no suite"));
}

// The run that the suite names, among those that were found.
absl::StatusOr<RunRecord> Find(const SuiteRun& wanted,
                               const std::vector<RunRecord>& runs) {
  const auto found =
      std::find_if(runs.begin(), runs.end(), [&](const RunRecord& run) {
        return run.label == wanted.label && run.seed == wanted.plan.seed;
      });
  const std::string name =
      absl::StrCat("'", wanted.label, "' with seed ", wanted.plan.seed);
  if (found == runs.end()) {
    return absl::NotFoundError(absl::StrCat("there is no run of ", name));
  }
  if (found->plan_hash != wanted.plan.hash) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the run of ", name, " in ", found->path, " is of the plan ",
        found->plan_hash, ", and the suite's is ", wanted.plan.hash));
  }
  return *found;
}

// What the suite of the arguments names, and nothing else.
absl::StatusOr<ComparedRuns> CompareSuiteAt(const std::string& path,
                                            const RunCollection& collection,
                                            std::vector<RunRecord> kept) {
  FLOW_ASSIGN_OR_RETURN(const SuitePlan suite, CompileSuiteAt(path));
  std::vector<RunRecord> runs;
  for (const SuiteRun& wanted : suite.runs) {
    FLOW_ASSIGN_OR_RETURN(RunRecord run, Find(wanted, collection.runs));
    runs.push_back(std::move(run));
  }
  std::move(kept.begin(), kept.end(), std::back_inserter(runs));
  return CompareSuite(suite, std::move(runs));
}

}  // namespace

absl::StatusOr<ComparedRuns> CompareSuite(const SuitePlan& suite,
                                          std::vector<RunRecord> runs) {
  FLOW_ASSIGN_OR_RETURN(Comparison comparison,
                        Compare(runs, {.label_order = suite.labels,
                                       .references = suite.references}));
  FLOW_ASSIGN_OR_RETURN(
      std::vector<Verdict> verdicts,
      EvaluateExpectations(suite.expectations, comparison, suite.correction));
  return ComparedRuns{suite.name, std::move(runs), std::move(comparison),
                      std::move(verdicts)};
}

absl::StatusOr<ComparedRuns> CompareArguments(const Arguments& arguments,
                                              std::vector<RunRecord> kept) {
  FLOW_ASSIGN_OR_RETURN(RunCollection collection,
                        CollectRuns(arguments.files()));
  const std::optional<std::string> suite = arguments.Get("suite");
  if (suite) return CompareSuiteAt(*suite, collection, std::move(kept));
  std::move(kept.begin(), kept.end(), std::back_inserter(collection.runs));
  return CompareTogether(collection);
}

absl::StatusOr<std::vector<ComparedRuns>> CompareArgumentsBySuite(
    const Arguments& arguments) {
  FLOW_ASSIGN_OR_RETURN(const RunCollection collection,
                        CollectRuns(arguments.files()));
  const std::optional<std::string> suite = arguments.Get("suite");
  if (!suite) return CompareBySuite(collection);
  FLOW_ASSIGN_OR_RETURN(ComparedRuns compared,
                        CompareSuiteAt(*suite, collection, {}));
  return std::vector<ComparedRuns>{std::move(compared)};
}

}  // namespace flow::lang
