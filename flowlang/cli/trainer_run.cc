#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/progress_printer.h"
#include "flowlang/cli/run_arguments.h"
#include "flowlang/cli/run_in_processes.h"
#include "flowlang/cli/run_suite.h"
#include "flowlang/cli/trainer_commands.h"
#include "flowlang/lower/run_experiment.h"

namespace flow::lang {
namespace {

struct Runner {
  const RunArguments& arguments;
  const std::string& out;

  int operator()(const ExperimentPlan& plan) const {
    ProgressPrinter progress(stderr);
    const RunOptions options = {.out = out, .threads = arguments.threads};
    if (arguments.in_processes) {
      const auto is_server =
          RunInProcesses(plan, options, arguments.patience, &progress);
      if (!is_server.ok()) {
        return FailedCommand(kTrainerRun, is_server.status());
      }
      if (!*is_server) return kExitOk;
    } else {
      const absl::Status status = RunExperiment(plan, options, &progress);
      if (!status.ok()) return FailedCommand(kTrainerRun, status);
    }
    std::printf("%s/result.json\n", out.c_str());
    return kExitOk;
  }

  int operator()(const SuitePlan& suite) const {
    if (arguments.in_processes) {
      return UsageError(kTrainerRun,
                        "--clients processes is for one experiment, and this "
                        "is a suite of several");
    }
    const absl::StatusOr<bool> met = RunSuite(suite, out, arguments.threads);
    if (!met.ok()) return FailedCommand(kTrainerRun, met.status());
    return *met ? kExitOk : kExitWrong;
  }
};

int Run(const std::vector<std::string>& words) {
  const auto run = ParseRunArguments(words);
  if (!run.ok()) {
    return UsageError(kTrainerRun, std::string(run.status().message()));
  }
  const auto compiled = CompileOrTell(run->file, run->arguments, Purpose::kRun);
  if (!compiled.ok()) {
    return UsageError(kTrainerRun, std::string(compiled.status().message()));
  }
  if (!*compiled) return kExitWrong;
  const std::string out = OutputFolder(*run, **compiled);
  return std::visit(Runner{*run, out}, **compiled);
}

}  // namespace

const Command kTrainerRun = {"run", "FILE",
                             "trains and evaluates an experiment or a suite",
                             kRunFlags, Run};

}  // namespace flow::lang
