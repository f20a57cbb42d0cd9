#ifndef CORE_PROCESSES_LOCAL_ADDRESS_H_
#define CORE_PROCESSES_LOCAL_ADDRESS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace flow::core {

/// The numeric address from which this machine reaches `host` and `port` by
/// TCP, of the interface that the system's routes choose; waits for somebody to
/// listen there and tells them nothing.
///
/// Unavailable when the host's name has no address, DeadlineExceeded when
/// nobody listens after `timeout`.
absl::StatusOr<std::string> LocalAddressTowards(const std::string& host,
                                                int64_t port,
                                                absl::Duration timeout);

}  // namespace flow::core

#endif  // CORE_PROCESSES_LOCAL_ADDRESS_H_
