#ifndef CORE_PROCESSES_MEETING_H_
#define CORE_PROCESSES_MEETING_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/processes/process_environment.h"
#include "core/processes/process_store.h"

namespace flow::core {

/// Where the processes of a run have met.
struct Meeting {
  std::unique_ptr<ProcessStore> store;
  std::string address;  // of this machine, as the others reach it
};

/// Waits for all processes at their store. All of them call it with the same
/// `processes` but for the rank. All or nothing:
///
///   InvalidArgument   fewer than two processes, a rank that is none
///   DeadlineExceeded  not all have come after `timeout`; rank 0 says which,
///                     and so does another that it could still tell
///   Unavailable       the store could not be opened, or a process has gone
///
/// Rank 0 should wait no longer than the others: they may come first.
absl::StatusOr<Meeting> Meet(const ProcessEnvironment& processes,
                             absl::Duration timeout);

}  // namespace flow::core

#endif  // CORE_PROCESSES_MEETING_H_
