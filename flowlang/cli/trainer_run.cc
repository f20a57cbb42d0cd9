#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/device/gpu_device.h"
#include "core/device/open_cuda.h"
#include "core/processes/process_environment.h"
#include "core/tensor/catch_exceptions.h"
#include "flowlang/cli/compile_input.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/launched_as.h"
#include "flowlang/cli/progress_printer.h"
#include "flowlang/cli/run_arguments.h"
#include "flowlang/cli/run_in_processes.h"
#include "flowlang/cli/run_sharing_batches.h"
#include "flowlang/cli/run_suite.h"
#include "flowlang/cli/trainer_commands.h"
#include "flowlang/lower/run_experiment.h"

namespace flow::lang {
namespace {

struct Runner {
  const RunArguments& arguments;
  const std::string& out;
  core::GpuDevice* gpu;  // null without --device cuda

  int operator()(const ExperimentPlan& plan) const {
    ProgressPrinter progress(stderr);
    const RunOptions options = {
        .out = out, .threads = arguments.threads, .device = gpu};
    const absl::StatusOr<bool> has_result = RunPlan(plan, options, &progress);
    if (!has_result.ok()) {
      return FailedCommand(kTrainerRun, has_result.status());
    }
    if (*has_result) std::printf("%s/result.json\n", out.c_str());
    return kExitOk;
  }

  int operator()(const SuitePlan& suite) const {
    if (arguments.InProcesses()) {
      return UsageError(
          kTrainerRun,
          absl::StrCat(
              arguments.clients_in_processes ? "--clients" : "--batches",
              " processes is for one experiment, and this is a suite "
              "of several"));
    }
    const absl::StatusOr<bool> met =
        RunSuite(suite, out, arguments.threads, gpu);
    if (!met.ok()) return FailedCommand(kTrainerRun, met.status());
    return *met ? kExitOk : kExitWrong;
  }

  // Whether this is the process that has the result.
  absl::StatusOr<bool> RunPlan(const ExperimentPlan& plan,
                               const RunOptions& options,
                               ProgressSink* progress) const {
    if (arguments.clients_in_processes) {
      return RunInProcesses(plan, options, arguments.patience, progress);
    }
    if (arguments.batches_in_processes) {
      return RunSharingBatches(plan, options, gpu, arguments.patience,
                               progress);
    }
    FLOW_RETURN_IF_ERROR(RunExperiment(plan, options, progress));
    return true;
  }
};

// The first one; of several processes on a machine each has another.
absl::StatusOr<std::unique_ptr<core::GpuDevice>> OwnGpu(
    const RunArguments& arguments) {
  if (!arguments.batches_in_processes) return core::OpenCuda(/*index=*/0);
  FLOW_ASSIGN_OR_RETURN(const core::ProcessEnvironment launched,
                        LaunchedAs("--batches processes"));
  if (!launched.local_rank) {
    return absl::InvalidArgumentError(
        "which GPU is this process's? set LOCAL_RANK to its number among the "
        "processes of this machine, from 0, as torchrun does");
  }
  return core::OpenCuda(static_cast<int>(*launched.local_rank));
}

int Run(const std::vector<std::string>& words) {
  const auto run = ParseRunArguments(words);
  if (!run.ok()) {
    return UsageError(kTrainerRun, std::string(run.status().message()));
  }
  // LibTorch asks once, at its first call, whether it has CUDA: before the file
  // is compiled
  absl::StatusOr<std::unique_ptr<core::GpuDevice>> gpu = nullptr;
  if (run->on_gpu) {
    gpu = core::CatchExceptions([&] { return OwnGpu(*run); });
    if (!gpu.ok()) return FailedCommand(kTrainerRun, gpu.status());
  }
  const bool warn = !run->InProcesses() || !IsOneOfTheOthers();
  const auto compiled =
      CompileOrTell(run->file, run->arguments, Purpose::kRun, warn);
  if (!compiled.ok()) {
    return UsageError(kTrainerRun, std::string(compiled.status().message()));
  }
  if (!*compiled) return kExitWrong;
  const std::string out = OutputFolder(*run, **compiled);
  return std::visit(Runner{*run, out, gpu->get()}, **compiled);
}

}  // namespace

const Command kTrainerRun = {"run", "FILE",
                             "trains and evaluates an experiment or a suite",
                             kRunFlags, Run};

}  // namespace flow::lang
