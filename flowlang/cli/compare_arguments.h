#ifndef FLOWLANG_CLI_COMPARE_ARGUMENTS_H_
#define FLOWLANG_CLI_COMPARE_ARGUMENTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/flag.h"
#include "flowlang/compare/compared_runs.h"
#include "flowlang/compare/run_directory.h"
#include "flowlang/compile/compile_suite.h"

namespace flow::lang {

/// The flag of the verbs that read runs back.
inline constexpr Flag kSuiteFlag = {
    "suite", "FILE",
    "the runs are those of this suite, whose order and claims count"};

/// The runs of a suite under its labels, its claims decided. Errors: those of
/// Compare and of deciding a claim.
absl::StatusOr<ComparedRuns> CompareSuite(const SuitePlan& suite,
                                          std::vector<RunRecord> runs);

/// The runs in the folders of the arguments, `kept` behind them. With --suite:
/// exactly those that the suite names, in its order and with its claims
/// decided, in the place of what the folders say of suites. Errors: those of
/// CollectRuns and CompareSuite; InvalidArgument for a suite with mistakes,
/// which have been told on stderr; NotFound for a run that is not there;
/// FailedPrecondition for one of another plan.
absl::StatusOr<ComparedRuns> CompareArguments(const Arguments& arguments,
                                              std::vector<RunRecord> kept = {});

/// The same suite by suite, as CompareBySuite does; with --suite only that.
absl::StatusOr<std::vector<ComparedRuns>> CompareArgumentsBySuite(
    const Arguments& arguments);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMPARE_ARGUMENTS_H_
