#include "core/processes/meeting.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/processes/arrivals.h"
#include "core/processes/local_address.h"
#include "core/processes/time_left.h"

namespace flow::core {
namespace {

absl::Status Validate(const ProcessEnvironment& processes) {
  if (processes.processes < 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        "processes that meet are two or more; got ", processes.processes));
  }
  if (processes.rank < 0 || processes.rank >= processes.processes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a rank of ", processes.processes,
                     " processes is below that; got ", processes.rank));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Meeting> Meet(const ProcessEnvironment& processes,
                             absl::Duration timeout) {
  FLOW_RETURN_IF_ERROR(Validate(processes));
  const TimeLeft left(timeout);
  Meeting meeting;
  FLOW_ASSIGN_OR_RETURN(meeting.store,
                        ProcessStore::Open(processes, left.Get()));
  FLOW_ASSIGN_OR_RETURN(meeting.address,
                        LocalAddressTowards(processes.address,
                                            meeting.store->port(), left.Get()));
  FLOW_RETURN_IF_ERROR(AwaitArrivals(*meeting.store, processes.rank,
                                     processes.processes, left.Get()));
  return meeting;
}

}  // namespace flow::core
