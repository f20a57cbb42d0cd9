#ifndef FLOWLANG_CLI_COMMAND_HELP_H_
#define FLOWLANG_CLI_COMMAND_HELP_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "flowlang/cli/command.h"

namespace flow::lang {

/// "check FILE... [--set FIELD=VALUE]... [--seed N]".
std::string UsageOf(const Command& command);

/// What a verb does and takes, a line for each flag.
std::string VerbHelp(absl::string_view program, const Command& command);

/// The verbs, one a line.
std::string VerbList(absl::string_view program,
                     absl::Span<const Command> commands);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMMAND_HELP_H_
