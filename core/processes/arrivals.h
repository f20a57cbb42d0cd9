#ifndef CORE_PROCESSES_ARRIVALS_H_
#define CORE_PROCESSES_ARRIVALS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/processes/process_store.h"

namespace flow::core {

/// Returns when processes 0..processes-1 have called it at one store; rank 0
/// waits for the others, and they for its word. DeadlineExceeded names the
/// ranks that rank 0 has missed after its `timeout`, at rank 0 and, if they
/// still wait, at the others. Once in the life of a store.
absl::Status AwaitArrivals(ProcessStore& store, int64_t rank, int64_t processes,
                           absl::Duration timeout);

}  // namespace flow::core

#endif  // CORE_PROCESSES_ARRIVALS_H_
