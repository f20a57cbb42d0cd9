#ifndef CORE_PROCESSES_PROCESS_ENVIRONMENT_H_
#define CORE_PROCESSES_PROCESS_ENVIRONMENT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace flow::core {

/// Which of several processes this one is, and where they meet: at a key-value
/// store that listens on `address` and `port`.
struct ProcessEnvironment {
  int64_t rank;         // 0 is the server, 1, 2, ... are workers
  int64_t processes;    // all of them, the server too; >= 2
  std::string address;  // a host name or an address, as the user has it
  int64_t port;
  /// The launcher has the store already; otherwise rank 0 opens it.
  bool agent_store = false;
  /// In front of every key in the store: processes that a launcher started
  /// anew must not read what their dead predecessors left.
  std::string prefix;
  /// Its number among those on its host, where the launcher says so: the GPU
  /// that is its own.
  std::optional<int64_t> local_rank;

  bool operator==(const ProcessEnvironment&) const = default;
};

/// What the launcher said by environment variables; `variable` is getenv, or a
/// test's. The first launcher of which one of the two variables is set wins:
///
///   torchrun, or by hand   RANK and WORLD_SIZE
///   mpirun of Open MPI     OMPI_COMM_WORLD_RANK and OMPI_COMM_WORLD_SIZE
///   srun of Slurm          SLURM_PROCID and SLURM_STEP_NUM_TASKS
///
/// and beside them LOCAL_RANK, OMPI_COMM_WORLD_LOCAL_RANK or SLURM_LOCALID.
///
/// The step's tasks and not SLURM_NTASKS: a batch script has the latter too,
/// and what it starts without srun is one process. For the same reason
/// SLURM_PROCID alone is no launcher.
///
/// MASTER_ADDR and MASTER_PORT say where to meet; torchrun sets them, for the
/// others the user does. MASTER_ADDR may be left out under mpirun when all
/// processes are on this host (OMPI_COMM_WORLD_LOCAL_SIZE): 127.0.0.1.
/// TORCHELASTIC_USE_AGENT_STORE "True" and TORCHELASTIC_RESTART_COUNT are read
/// along with RANK only.
///
/// nullopt when there is no launcher, or one process alone. InvalidArgument,
/// naming the variable, for one that is missing or no such number, or a rank
/// that is not below the number of processes.
absl::StatusOr<std::optional<ProcessEnvironment>> ProcessesOf(
    absl::FunctionRef<std::optional<std::string>(const std::string&)> variable);

}  // namespace flow::core

#endif  // CORE_PROCESSES_PROCESS_ENVIRONMENT_H_
