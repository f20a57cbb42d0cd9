#ifndef FLOWLANG_CLI_COMMAND_TESTING_H_
#define FLOWLANG_CLI_COMMAND_TESTING_H_

#include <gtest/gtest.h>

#include <string>

#include "absl/functional/function_ref.h"

namespace flow::lang {

/// What a verb left behind.
struct Outcome {
  int code;
  std::string out;
  std::string err;
};

/// Calls what returns an exit code, and catches what it prints.
inline Outcome Capture(absl::FunctionRef<int()> run) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run();
  return {code, testing::internal::GetCapturedStdout(),
          testing::internal::GetCapturedStderr()};
}

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMMAND_TESTING_H_
