#ifndef FEDERATED_PROCESSES_SERVE_CLIENTS_H_
#define FEDERATED_PROCESSES_SERVE_CLIENTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/nn/network.h"
#include "federated/processes/link.h"
#include "federated/rounds/clients.h"

namespace flow::federated {

/// What a worker does while its server trains: tells that it is ready for
/// `training`, a name that the server knows it by, and does what the server's
/// RemoteClients ask of its clients, until the server says what came out.
/// Returns that: the weights under their names. `clients` may be
/// null where a training asks nobody.
///
/// Errors: those of the link; the server may take longer between two messages
/// than any patience, and only its end of the link says that it has gone. What
/// a client's work ends in is the server's to tell.
absl::StatusOr<std::vector<core::NamedTensor>> ServeClients(
    const std::string& training, Clients* clients, Link* server);

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_SERVE_CLIENTS_H_
