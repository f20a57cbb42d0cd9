#ifndef FEDERATED_PROCESSES_GLOO_CHANNEL_H_
#define FEDERATED_PROCESSES_GLOO_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/processes/process_store.h"
#include "federated/processes/byte_channel.h"

namespace flow::federated {

/// A channel that is a process group of two, c10d's over Gloo (TCP). Both ends
/// open it with the same `name`, once in the life of a store; one of them is
/// `first`. `address` is the one of this machine at which the other end reaches
/// it; the variable GLOO_SOCKET_IFNAME, the name of an interface, comes before
/// it as elsewhere in c10d. Neither end needs the store afterwards.
///
/// DeadlineExceeded or Unavailable when the other end has not come after
/// `timeout`.
absl::StatusOr<std::unique_ptr<ByteChannel>> OpenGlooChannel(
    core::ProcessStore& store, const std::string& name, bool first,
    const std::string& address, absl::Duration timeout);

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_GLOO_CHANNEL_H_
