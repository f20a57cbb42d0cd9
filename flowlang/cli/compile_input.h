#ifndef FLOWLANG_CLI_COMPILE_INPUT_H_
#define FLOWLANG_CLI_COMPILE_INPUT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/flag.h"
#include "flowlang/compile/compile_file.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/load/source_set.h"

namespace flow::lang {

/// The flags that change what is compiled.
inline constexpr Flag kSetFlag = {"set", "FIELD=VALUE",
                                  "sets a field over what the file says",
                                  /*repeated=*/true};
inline constexpr Flag kSeedFlag = {"seed", "N",
                                   "the seed instead of the file's"};

/// Compiles a file under the arguments' --set and --seed. What there is to say
/// about it is added to `sink`, at places in `sources`, which must outlive it;
/// the sink must be empty, because what it holds already is taken for this
/// file's. Empty when there is an error among it; InvalidArgument when a flag's
/// value is no value.
absl::StatusOr<std::optional<CompiledFile>> CompileInput(
    const std::string& path, const Arguments& arguments, Purpose purpose,
    SourceSet* sources, DiagnosticSink* sink);

/// The same for whoever wants the plan alone: the diagnostics go to stderr;
/// warnings, where there is no error, only with `warn`.
absl::StatusOr<std::optional<CompiledFile>> CompileOrTell(
    const std::string& path, const Arguments& arguments, Purpose purpose,
    bool warn = true);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMPILE_INPUT_H_
