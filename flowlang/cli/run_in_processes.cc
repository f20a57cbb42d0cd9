#include "flowlang/cli/run_in_processes.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "federated/processes/client_messages.h"
#include "federated/processes/star.h"
#include "federated/processes/workers.h"
#include "flowlang/cli/launched_as.h"
#include "flowlang/cli/warning_printer.h"
#include "flowlang/lower/processes.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using federated::Star;

absl::Status RunServer(const ExperimentPlan& plan, RunOptions options,
                       absl::Duration patience, Star* star,
                       ProgressSink* progress) {
  std::vector<federated::Link*> links;
  for (int64_t k = 1; k <= star->workers(); ++k) links.push_back(star->link(k));
  federated::Workers workers(
      std::move(links),
      {patience, [&](int64_t worker, const absl::Status& why) {
         progress->OnWarning(
             "processes",
             absl::StrCat(why.message(), "; the clients of process ",
                          worker + 1, " count as dropped out from here on"));
       }});
  options.processes.workers = &workers;
  return RunExperiment(plan, options, progress);
}

}  // namespace

absl::StatusOr<bool> RunInProcesses(const ExperimentPlan& plan,
                                    RunOptions options, absl::Duration patience,
                                    ProgressSink* progress) {
  if (std::none_of(plan.stages.begin(), plan.stages.end(), TrainedOver)) {
    return absl::InvalidArgumentError(
        "--clients processes: the experiment has no federation, and so no "
        "clients");
  }
  FLOW_ASSIGN_OR_RETURN(const core::ProcessEnvironment environment,
                        LaunchedAs("--clients processes"));
  FLOW_ASSIGN_OR_RETURN(const std::unique_ptr<Star> star,
                        Star::Join(environment, patience));
  if (star->is_server()) {
    FLOW_RETURN_IF_ERROR(
        RunServer(plan, std::move(options), patience, star.get(), progress));
    return true;
  }
  absl::StrAppend(&options.out, ".process-", star->rank());
  options.processes.is_worker = true;
  options.processes.server = star->link(star->rank());
  const std::string who = absl::StrCat("process ", star->rank());
  WarningPrinter warnings(who);
  const absl::Status status = RunExperiment(plan, options, &warnings);
  if (status.ok()) return false;
  // the server hears of it at the next training, if there is one
  options.processes.server->Send(federated::FailureMessage(status), patience)
      .IgnoreError();
  FLOW_RETURN_IF_ERROR(status) << who;
  return false;
}

}  // namespace flow::lang
