#ifndef FLOWLANG_CLI_COMMAND_H_
#define FLOWLANG_CLI_COMMAND_H_

#include <string>
#include <vector>

namespace flow::lang {

/// One verb of the command line.
struct Command {
  const char* name;
  const char* usage;    // what stands behind the name
  const char* summary;  // one line
  /// The words behind the verb; returns an ExitCode. Results go to stdout,
  /// everything else to stderr.
  int (*run)(const std::vector<std::string>& words);
};

/// Finds the verb and runs it; prints the list of verbs for none, an unknown
/// one or --help. Under `bazel run` the working folder is the one that the
/// person was in.
int RunCommandLine(const char* program, const std::vector<Command>& commands,
                   int argc, char** argv);

/// Prints the sentence as a usage error of the verb and returns kExitUsage.
int UsageError(const Command& command, const std::string& sentence);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMMAND_H_
