// The half of `flow run` that links LibTorch.

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "flowlang/cli/command.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/progress_printer.h"
#include "flowlang/cli/run_arguments.h"
#include "flowlang/cli/run_suite.h"
#include "flowlang/lower/run_experiment.h"

namespace flow::lang {
namespace {

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "flow run: %s\n", std::string(status.message()).c_str());
  return ExitCodeOf(status);
}

struct Runner {
  const RunArguments& arguments;
  const std::string& out;

  int operator()(const ExperimentPlan& plan) const {
    ProgressPrinter progress(stderr);
    const absl::Status status = RunExperiment(
        plan, {.out = out, .threads = arguments.threads}, &progress);
    if (!status.ok()) return Fail(status);
    std::printf("%s/result.json\n", out.c_str());
    return kExitOk;
  }

  int operator()(const SuitePlan& suite) const {
    const absl::StatusOr<bool> met = RunSuite(suite, out, arguments.threads);
    if (!met.ok()) return Fail(met.status());
    return *met ? kExitOk : kExitWrong;
  }
};

extern const Command kTrainerRun;

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

const Command kTrainerRun = {"run", "FILE",
                             "trains and evaluates an experiment or a suite",
                             kRunFlags, Run};

}  // namespace
}  // namespace flow::lang

int main(int argc, char** argv) {
  // a file past its limit is an error of write(), with a path, not a silent end
  std::signal(SIGXFSZ, SIG_IGN);
  return flow::lang::RunCommandLine("flow_trainer", {flow::lang::kTrainerRun},
                                    argc, argv);
}
