#include "flowlang/cli/run_sharing_batches.h"

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/device/device_peers.h"
#include "core/processes/process_environment.h"
#include "core/processes/process_group.h"
#include "flowlang/cli/launched_as.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {

absl::StatusOr<bool> RunSharingBatches(const ExperimentPlan& plan,
                                       RunOptions options, core::GpuDevice* gpu,
                                       absl::Duration patience,
                                       ProgressSink* progress) {
  if (std::any_of(plan.stages.begin(), plan.stages.end(), TrainedOver)) {
    return absl::InvalidArgumentError(
        "--batches processes: the experiment has a federation, whose clients "
        "have batches of their own; --clients processes is for them");
  }
  FLOW_ASSIGN_OR_RETURN(const core::ProcessEnvironment environment,
                        LaunchedAs("--batches processes"));
  FLOW_ASSIGN_OR_RETURN(const std::unique_ptr<core::ProcessGroup> group,
                        core::ProcessGroup::Join(environment, patience));
  options.processes.group = group.get();
  std::unique_ptr<core::DevicePeers> devices;
  if (gpu != nullptr) {
    FLOW_ASSIGN_OR_RETURN(
        devices, core::DevicePeers::Connect(gpu, group.get(), patience));
    options.processes.devices = devices.get();
  }
  if (group->rank() == 0) {
    FLOW_RETURN_IF_ERROR(RunExperiment(plan, options, progress));
    return true;
  }
  absl::StrAppend(&options.out, ".process-", group->rank());
  SilentProgress silence;  // rank 0 says it all
  FLOW_RETURN_IF_ERROR(RunExperiment(plan, options, &silence))
      << "process " << group->rank();
  return false;
}

}  // namespace flow::lang
