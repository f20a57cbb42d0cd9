#include <string>
#include <vector>

#include "flowlang/cli/commands.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exec_trainer.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/print_diagnostics.h"
#include "flowlang/cli/run_arguments.h"

namespace flow::lang {
namespace {

int Run(const std::vector<std::string>& words) {
  const auto run = ParseRunArguments(words);
  if (!run.ok()) {
    return UsageError(kRunCommand, std::string(run.status().message()));
  }
  // mistakes are told in milliseconds, before LibTorch is loaded; warnings
  // alone by the trainer, once
  SourceSet sources;
  DiagnosticSink sink;
  const auto compiled =
      CompileInput(run->file, run->arguments, Purpose::kRun, &sources, &sink);
  if (!compiled.ok()) {
    return UsageError(kRunCommand, std::string(compiled.status().message()));
  }
  if (*compiled) return ExecTrainer("run", words);
  PrintDiagnostics(sink);
  return kExitWrong;
}

}  // namespace

const Command kRunCommand = {"run", "FILE",
                             "trains and evaluates an experiment or a suite",
                             kRunFlags, Run};

}  // namespace flow::lang
