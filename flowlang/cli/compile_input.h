#ifndef FLOWLANG_CLI_COMPILE_INPUT_H_
#define FLOWLANG_CLI_COMPILE_INPUT_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/compile/compile_suite.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

using CompiledFile = std::variant<ExperimentPlan, SuitePlan>;

/// The flags that change what is compiled: --set (any number of times) and
/// --seed.
inline constexpr const char* kCompileFlags[] = {"set", "seed"};

/// Compiles a file under the arguments' --set and --seed, and prints whatever
/// diagnostics there are to stderr. Empty when there was an error among them;
/// InvalidArgument when a flag's value is no value.
absl::StatusOr<std::optional<CompiledFile>> CompileInput(
    const std::string& path, const Arguments& arguments);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMPILE_INPUT_H_
