#include <string>
#include <vector>

#include "flowlang/cli/client_arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exec_trainer.h"
#include "flowlang/cli/exit_codes.h"

namespace flow::lang {
namespace {

int Run(const std::vector<std::string>& words) {
  const auto client = ParseClientArguments(words);
  if (!client.ok()) {
    return UsageError(kClientCommand, std::string(client.status().message()));
  }
  return ExecTrainer("client", words);
}

}  // namespace

const Command kClientCommand = {
    "client", "FILE",
    "trains one client for one round, for the server of another program",
    kClientFlags, Run};

}  // namespace flow::lang
