#ifndef FLOWLANG_CLI_TRAINER_COMMANDS_H_
#define FLOWLANG_CLI_TRAINER_COMMANDS_H_

#include "absl/status/status.h"
#include "flowlang/cli/command.h"

namespace flow::lang {

/// The verbs that train, of the program that links LibTorch; each has a half in
/// commands.h that refuses what is wrong without it.
extern const Command kTrainerRun;
extern const Command kTrainerClient;

/// Prints what a verb ended in and returns its ExitCode.
int FailedCommand(const Command& command, const absl::Status& status);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_TRAINER_COMMANDS_H_
