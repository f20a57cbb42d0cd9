#ifndef FLOWLANG_CLI_LAUNCHED_AS_H_
#define FLOWLANG_CLI_LAUNCHED_AS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/processes/process_environment.h"

namespace flow::lang {

/// Which of several processes this one is, as its launcher said in environment
/// variables. InvalidArgument, naming `flag`, which asked for them, when no
/// launcher has started two or more; errors of core::ProcessesOf.
absl::StatusOr<core::ProcessEnvironment> LaunchedAs(absl::string_view flag);

/// Whether this is one of several processes, and not rank 0: what all of them
/// would say is left to that one.
bool IsOneOfTheOthers();

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_LAUNCHED_AS_H_
