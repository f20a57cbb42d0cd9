#include "core/processes/process_environment.h"

#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

using Variables =
    absl::FunctionRef<std::optional<std::string>(const std::string&)>;

struct Launcher {
  const char* rank;
  const char* processes;
  const char* local_rank;
};

constexpr Launcher kTorchrun = {"RANK", "WORLD_SIZE", "LOCAL_RANK"};
constexpr Launcher kMpirun = {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE",
                              "OMPI_COMM_WORLD_LOCAL_RANK"};
constexpr Launcher kSrun = {"SLURM_PROCID", "SLURM_STEP_NUM_TASKS",
                            "SLURM_LOCALID"};

absl::Status NotSet(const std::string& name, const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the variable ", name, " is not set: it must be ", what));
}

// The number of a variable, which must be set and within [least, most].
absl::StatusOr<int64_t> NumberOf(Variables variable, const std::string& name,
                                 const std::string& what, int64_t least,
                                 int64_t most) {
  const std::optional<std::string> text = variable(name);
  if (!text.has_value()) return NotSet(name, what);
  int64_t number;
  if (!absl::SimpleAtoi(*text, &number) || number < least || number > most) {
    return absl::InvalidArgumentError(
        absl::StrCat("the variable ", name, " must be a whole number from ",
                     least, " to ", most, "; got '", *text, "'"));
  }
  return number;
}

std::optional<Launcher> LauncherOf(Variables variable) {
  for (const Launcher& launcher : {kTorchrun, kMpirun}) {
    if (variable(launcher.rank) || variable(launcher.processes)) {
      return launcher;
    }
  }
  if (variable(kSrun.processes)) return kSrun;
  return std::nullopt;
}

// Where rank 0 is, or the launcher's store.
absl::StatusOr<std::string> AddressOf(Variables variable,
                                      const ProcessEnvironment& processes,
                                      bool mpirun) {
  const std::optional<std::string> address = variable("MASTER_ADDR");
  if (address.has_value() && !address->empty()) return *address;
  if (mpirun && variable("OMPI_COMM_WORLD_LOCAL_SIZE") ==
                    absl::StrCat(processes.processes)) {
    return "127.0.0.1";
  }
  return NotSet("MASTER_ADDR", "the host of rank 0, as all can reach it");
}

}  // namespace

absl::StatusOr<std::optional<ProcessEnvironment>> ProcessesOf(
    Variables variable) {
  const std::optional<Launcher> launcher = LauncherOf(variable);
  if (!launcher.has_value()) return std::nullopt;
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  ProcessEnvironment result;
  FLOW_ASSIGN_OR_RETURN(result.processes,
                        NumberOf(variable, launcher->processes,
                                 "the number of processes", 1, kMost));
  FLOW_ASSIGN_OR_RETURN(result.rank,
                        NumberOf(variable, launcher->rank,
                                 "this process's number, the server's 0", 0,
                                 result.processes - 1));
  if (result.processes == 1) return std::nullopt;
  if (variable(launcher->local_rank)) {
    FLOW_ASSIGN_OR_RETURN(
        result.local_rank,
        NumberOf(variable, launcher->local_rank,
                 "this process's number on its host", 0, result.processes - 1));
  }
  const bool mpirun = launcher->rank == kMpirun.rank;
  FLOW_ASSIGN_OR_RETURN(result.address, AddressOf(variable, result, mpirun));
  constexpr int64_t kMostPort = 65535;
  FLOW_ASSIGN_OR_RETURN(
      result.port,
      NumberOf(variable, "MASTER_PORT",
               "a port of MASTER_ADDR that nothing uses, for all the same", 1,
               kMostPort));
  result.prefix = "flow";
  if (launcher->rank == kTorchrun.rank) {
    result.agent_store = variable("TORCHELASTIC_USE_AGENT_STORE") == "True";
    absl::StrAppend(&result.prefix, "/",
                    variable("TORCHELASTIC_RESTART_COUNT").value_or("0"));
  }
  return result;
}

}  // namespace flow::core
