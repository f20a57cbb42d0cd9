#ifndef FLOWLANG_CLI_COMPLETION_H_
#define FLOWLANG_CLI_COMPLETION_H_

/// Scripts that teach a shell to complete the command line `flow`: its verbs,
/// the flags of each, and what may stand as their values and operands. All from
/// the table of commands.

#include <string>

#include "absl/types/span.h"
#include "flowlang/cli/command.h"

namespace flow::lang {

/// For `source <(flow completion bash)`.
std::string BashCompletion(absl::Span<const Command> commands);

/// For `source <(flow completion zsh)` behind `compinit`, or as a file _flow in
/// the fpath.
std::string ZshCompletion(absl::Span<const Command> commands);

/// For `flow completion fish | source`.
std::string FishCompletion(absl::Span<const Command> commands);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMPLETION_H_
