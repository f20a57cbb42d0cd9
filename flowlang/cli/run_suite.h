#ifndef FLOWLANG_CLI_RUN_SUITE_H_
#define FLOWLANG_CLI_RUN_SUITE_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/device/device.h"
#include "flowlang/compile/compile_suite.h"

namespace flow::lang {

/// Runs every member of the suite into out/<label>/seed-<n>, `threads` of them
/// side by side with one thread each, then compares them: comparison.json, the
/// page report.html, and the table on stdout. Returns whether every expectation
/// is met. When runs fail the others still finish; the error names the first.
///
/// On `device`, if there is one (not owned), one run after the other has all
/// threads; InvalidArgument, before any run, for one with a training that no
/// device does.
absl::StatusOr<bool> RunSuite(const SuitePlan& suite, const std::string& out,
                              int threads, core::Device* device);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_RUN_SUITE_H_
