#ifndef FLOWLANG_CLI_COMMANDS_H_
#define FLOWLANG_CLI_COMMANDS_H_

#include "absl/types/span.h"
#include "flowlang/cli/command.h"

namespace flow::lang {

/// The verbs, one a file. A new one is listed in commands.cc too.
extern const Command kCheckCommand;
extern const Command kFmtCommand;
extern const Command kPlanCommand;
extern const Command kRunCommand;
extern const Command kClientCommand;
extern const Command kCompareCommand;
extern const Command kReportCommand;
extern const Command kExplainCommand;
extern const Command kDocCommand;
extern const Command kLspCommand;
extern const Command kCompletionCommand;
extern const Command kVersionCommand;

/// All of them, in the order in which they are listed to a person.
absl::Span<const Command> AllCommands();

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMMANDS_H_
