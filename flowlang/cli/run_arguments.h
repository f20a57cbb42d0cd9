#ifndef FLOWLANG_CLI_RUN_ARGUMENTS_H_
#define FLOWLANG_CLI_RUN_ARGUMENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/compile_input.h"

namespace flow::lang {

inline constexpr Flag kRunFlags[] = {
    {"out", "DIR", "the run directory instead of out/<name>"},
    kSeedFlag,
    kSetFlag,
    {"threads", "N", "how many threads; all of the machine's when left out"},
    {"device", "cpu|cuda",
     "where velocities are trained: by the threads, or on a GPU"},
    {"clients", "here|processes",
     "where a federation's clients are: in this process, or in those that "
     "torchrun, mpirun or srun have started"},
    {"batches", "here|processes",
     "where the rows of a batch are trained on: in this process, or shared by "
     "those that torchrun, mpirun or srun have started (data-parallel)"},
    {"patience", "SECONDS",
     "how long another process is waited for before it counts as gone; 600 "
     "when left out"},
};

/// The arguments of `flow run`, which two programs read: the front end, to
/// refuse what is wrong, and the trainer.
struct RunArguments {
  Arguments arguments;
  std::string file;
  std::string out;  // empty: out/<name>
  int threads = 1;  // all of the machine's when not given
  bool clients_in_processes = false;
  bool batches_in_processes = false;
  bool on_gpu = false;                          // --device cuda
  absl::Duration patience = absl::Minutes(10);  // of another process

  bool InProcesses() const {
    return clients_in_processes || batches_in_processes;
  }
};

/// InvalidArgument when the words are not a command line of `flow run`.
absl::StatusOr<RunArguments> ParseRunArguments(
    const std::vector<std::string>& words);

/// The run directory: the one asked for, or out/<name of the file's content>.
std::string OutputFolder(const RunArguments& arguments,
                         const CompiledFile& compiled);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_RUN_ARGUMENTS_H_
