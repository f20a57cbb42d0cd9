#ifndef FLOWLANG_CLI_COMMAND_H_
#define FLOWLANG_CLI_COMMAND_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "flowlang/cli/flag.h"

namespace flow::lang {

/// One verb of the command line.
struct Command {
  const char* name;
  /// What stands behind the name besides flags: "FILE...", "[CODE]", or words
  /// to choose from, "bash|zsh".
  const char* operands;
  const char* summary;  // one line
  absl::Span<const Flag> flags;
  /// The words behind the verb; returns an ExitCode. Results go to stdout,
  /// everything else to stderr.
  int (*run)(const std::vector<std::string>& words);
};

/// Finds the verb and runs it. Prints the list of verbs for none, an unknown
/// one, `help` or `--help`; what a verb takes for `help VERB` or `VERB --help`;
/// `--version` is the verb `version`. Under `bazel run` the working folder is
/// the one that the person was in.
int RunCommandLine(const char* program, absl::Span<const Command> commands,
                   int argc, char** argv);

/// Prints the sentence as a usage error of the verb and returns kExitUsage.
int UsageError(const Command& command, const std::string& sentence);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMMAND_H_
