#include "flowlang/cli/trainer_commands.h"

#include <cstdio>
#include <string>

#include "flowlang/cli/exit_codes.h"

namespace flow::lang {

int FailedCommand(const Command& command, const absl::Status& status) {
  std::fprintf(stderr, "flow %s: %s\n", command.name,
               std::string(status.message()).c_str());
  return ExitCodeOf(status);
}

}  // namespace flow::lang
