#ifndef FLOWLANG_CLI_RUN_SHARING_BATCHES_H_
#define FLOWLANG_CLI_RUN_SHARING_BATCHES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/device/gpu_device.h"
#include "flowlang/lower/progress.h"
#include "flowlang/lower/run_experiment.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// Runs the plan in the processes that a launcher started, which share the rows
/// of each batch: rank 0 evaluates, writes into options.out and tells
/// `progress`; rank k keeps what its trainings need in options.out +
/// ".process-k", and says nothing but why it failed. `patience` is how long a
/// process is waited for before the run ends. `gpu` is this process's own, null
/// where threads train; all have one, or none. Returns whether this is rank 0,
/// who alone has a result. Errors: those of RunExperiment and of
/// core::ProcessGroup and core::DevicePeers; InvalidArgument when the plan has
/// a federation or no launcher has started this process.
absl::StatusOr<bool> RunSharingBatches(const ExperimentPlan& plan,
                                       RunOptions options, core::GpuDevice* gpu,
                                       absl::Duration patience,
                                       ProgressSink* progress);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_RUN_SHARING_BATCHES_H_
