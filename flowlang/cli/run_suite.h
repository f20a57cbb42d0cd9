#ifndef FLOWLANG_CLI_RUN_SUITE_H_
#define FLOWLANG_CLI_RUN_SUITE_H_

#include <string>

#include "absl/status/statusor.h"
#include "flowlang/compile/compile_suite.h"

namespace flow::lang {

/// Runs every member of the suite into out/<label>/seed-<n>, `threads` of them
/// side by side with one thread each, then compares them: comparison.json, the
/// page report.html, and the table on stdout. Returns whether every expectation
/// is met. When runs fail the others still finish; the error names the first.
absl::StatusOr<bool> RunSuite(const SuitePlan& suite, const std::string& out,
                              int threads);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_RUN_SUITE_H_
