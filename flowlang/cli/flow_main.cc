// The front end: everything but training. It links no LibTorch and answers in
// milliseconds; `flow run` starts flow_trainer beside it.

#include "flowlang/cli/command.h"
#include "flowlang/cli/commands.h"

int main(int argc, char** argv) {
  return flow::lang::RunCommandLine("flow", flow::lang::AllCommands(), argc,
                                    argv);
}
