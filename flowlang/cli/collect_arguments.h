#ifndef FLOWLANG_CLI_COLLECT_ARGUMENTS_H_
#define FLOWLANG_CLI_COLLECT_ARGUMENTS_H_

#include "absl/status/statusor.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/flag.h"
#include "flowlang/compare/run_collection.h"

namespace flow::lang {

/// The flag of the verbs that read runs back.
inline constexpr Flag kSuiteFlag = {
    "suite", "FILE",
    "the runs are those of this suite, whose order and claims count"};

/// The runs in the folders of the arguments. With --suite: exactly those that
/// the suite names, in its order and with its claims decided, in the place of
/// what the folders say of suites. Errors: those of CollectRuns and of deciding
/// a claim; InvalidArgument for a suite with mistakes, which have been told on
/// stderr; NotFound for a run that is not there; FailedPrecondition for one of
/// another plan.
absl::StatusOr<RunCollection> CollectArguments(const Arguments& arguments);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COLLECT_ARGUMENTS_H_
