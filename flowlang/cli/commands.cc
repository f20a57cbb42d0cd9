#include "flowlang/cli/commands.h"

namespace flow::lang {

absl::Span<const Command> AllCommands() {
  static const Command kAll[] = {
      kCheckCommand,  kFmtCommand,     kPlanCommand,       kRunCommand,
      kClientCommand, kCompareCommand, kReportCommand,     kExplainCommand,
      kDocCommand,    kLspCommand,     kCompletionCommand, kVersionCommand,
  };
  return kAll;
}

}  // namespace flow::lang
