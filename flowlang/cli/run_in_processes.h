#ifndef FLOWLANG_CLI_RUN_IN_PROCESSES_H_
#define FLOWLANG_CLI_RUN_IN_PROCESSES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "flowlang/lower/progress.h"
#include "flowlang/lower/run_experiment.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// Runs the plan with its clients in the processes that a launcher started
/// (federated/processes): rank 0 is the server, writes into options.out and
/// tells `progress`; rank k has the clients i with i = k - 1 modulo the number
/// of workers, writes what it needs to options.out + ".process-k", and tells
/// warnings alone. `patience` is how long a process is waited for before it
/// counts as gone. Returns whether this is the server, who alone has a result.
/// Errors: those of RunExperiment and of Star::Join; InvalidArgument when the
/// plan has no federation or no launcher has started this process.
absl::StatusOr<bool> RunInProcesses(const ExperimentPlan& plan,
                                    RunOptions options, absl::Duration patience,
                                    ProgressSink* progress);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_RUN_IN_PROCESSES_H_
