#include "flowlang/cli/run_arguments.h"

#include <algorithm>
#include <optional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::lang {
absl::StatusOr<RunArguments> ParseRunArguments(
    const std::vector<std::string>& words) {
  RunArguments run;
  FLOW_ASSIGN_OR_RETURN(run.arguments, Arguments::Parse(words, kRunFlags));
  FLOW_ASSIGN_OR_RETURN(run.file, run.arguments.OneFile());
  FLOW_ASSIGN_OR_RETURN(const std::optional<int> threads,
                        run.arguments.GetThreads());
  FLOW_ASSIGN_OR_RETURN(const std::optional<int64_t> patience,
                        run.arguments.GetInt("patience", 1));
  run.clients_in_processes = run.arguments.Get("clients") == "processes";
  run.batches_in_processes = run.arguments.Get("batches") == "processes";
  if (run.clients_in_processes && run.batches_in_processes) {
    return absl::InvalidArgumentError(
        "--clients processes and --batches processes are two ways to use the "
        "same processes; give one of them");
  }
  run.on_gpu = run.arguments.Get("device") == "cuda";
  if (run.on_gpu && run.clients_in_processes) {
    return absl::InvalidArgumentError(
        "--device cuda trains no clients, here or in other processes; leave "
        "out one of them");
  }
  if (patience && !run.InProcesses()) {
    return absl::InvalidArgumentError(
        "--patience is about other processes; it goes with --clients "
        "processes or --batches processes");
  }
  if (patience) run.patience = absl::Seconds(*patience);
  run.out = run.arguments.Get("out").value_or("");
  const int machine = std::max(1u, std::thread::hardware_concurrency());
  run.threads = threads.value_or(machine);
  return run;
}

std::string OutputFolder(const RunArguments& arguments,
                         const CompiledFile& compiled) {
  if (!arguments.out.empty()) return arguments.out;
  return absl::StrCat(
      "out/", std::visit([](const auto& plan) { return plan.name; }, compiled));
}

}  // namespace flow::lang
