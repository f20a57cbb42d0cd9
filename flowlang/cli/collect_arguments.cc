#include "flowlang/cli/collect_arguments.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/compare/comparison.h"

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

}  // namespace

absl::StatusOr<RunCollection> CollectArguments(const Arguments& arguments) {
  FLOW_ASSIGN_OR_RETURN(RunCollection collection,
                        CollectRuns(arguments.files()));
  const std::optional<std::string> path = arguments.Get("suite");
  if (!path) return collection;
  FLOW_ASSIGN_OR_RETURN(const SuitePlan suite, CompileSuiteAt(*path));
  std::vector<RunRecord> runs;
  for (const SuiteRun& wanted : suite.runs) {
    FLOW_ASSIGN_OR_RETURN(RunRecord run, Find(wanted, collection.runs));
    runs.push_back(std::move(run));
  }
  collection.runs = std::move(runs);
  collection.label_order = suite.labels;
  FLOW_ASSIGN_OR_RETURN(
      const Comparison comparison,
      Compare(collection.runs, {.label_order = collection.label_order}));
  FLOW_ASSIGN_OR_RETURN(
      collection.verdicts,
      EvaluateExpectations(suite.expectations, comparison, suite.correction));
  return collection;
}

}  // namespace flow::lang
