// The half of the command line that links LibTorch.

#include <csignal>

#include "core/base/keep_freed_memory.h"
#include "flowlang/cli/command.h"
#include "flowlang/cli/trainer_commands.h"

int main(int argc, char** argv) {
  flow::KeepFreedMemory();
  // a file past its limit is an error of write(), with a path, not a silent end
  std::signal(SIGXFSZ, SIG_IGN);
  return flow::lang::RunCommandLine(
      "flow_trainer", {flow::lang::kTrainerRun, flow::lang::kTrainerClient},
      argc, argv);
}
