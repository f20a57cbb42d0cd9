#ifndef FLOWLANG_CLI_EXIT_CODES_H_
#define FLOWLANG_CLI_EXIT_CODES_H_

#include "absl/status/status.h"

namespace flow::lang {

/// What every command's exit status means.
enum ExitCode {
  kExitOk = 0,
  kExitWrong = 1,        // the experiment is wrong, or an expectation not met
  kExitUsage = 2,        // the command line is wrong
  kExitEnvironment = 3,  // the world failed: disk, permissions, memory
  kExitBug = 4,          // we failed
};

/// The code of a failed command: Internal is our bug, a run that diverges is
/// the experiment's fault, everything else the environment's.
inline ExitCode ExitCodeOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInternal:
      return kExitBug;
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
      return kExitWrong;
    default:
      return kExitEnvironment;
  }
}

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_EXIT_CODES_H_
