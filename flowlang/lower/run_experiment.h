#ifndef FLOWLANG_LOWER_RUN_EXPERIMENT_H_
#define FLOWLANG_LOWER_RUN_EXPERIMENT_H_

#include <string>

#include "absl/status/status.h"
#include "core/device/device.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/progress.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

struct RunOptions {
  std::string out;  // the run directory
  int threads = 1;
  Processes processes;
  // where velocities are trained, in whole batches; null: here, by the threads.
  // Not owned.
  core::Device* device = nullptr;
};

/// Executes the plan's stages in order, each at most once: stages that an
/// earlier call finished in the same directory are not run again, and training
/// goes on from its last checkpoint. Writes result.json at the end. The result
/// has the same bits for any number of threads and however often the run was
/// killed.
///
/// With the clients of a federation in other processes the result has the bits
/// of a run in one process, as long as no worker goes, and says who has gone;
/// what the coupling was like in its batches, and the dual's residuals, are
/// known to the workers alone and not in it. A worker writes no result.json.
///
/// With batches that a group of processes shares, the result depends on their
/// number in its last bits alone, and says how many they were.
///
/// On a device the same numbers are drawn, and weights agree as far as
/// gradients' last bits let them. InvalidArgument, before any work, for a plan
/// with a training that no device does.
///
/// LibTorch's exceptions end here: they become Internal, with the stage and the
/// first line of the message. Sets LibTorch to one thread in the calling
/// thread; several experiments may run side by side in threads of their own.
absl::Status RunExperiment(const ExperimentPlan& plan,
                           const RunOptions& options, ProgressSink* progress);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_RUN_EXPERIMENT_H_
