#ifndef FLOWLANG_CLI_COMMANDS_H_
#define FLOWLANG_CLI_COMMANDS_H_

#include "flowlang/cli/command.h"

namespace flow::lang {

/// The verbs, one a file.
extern const Command kCheckCommand;
extern const Command kPlanCommand;
extern const Command kRunCommand;
extern const Command kCompareCommand;
extern const Command kReportCommand;

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMMANDS_H_
