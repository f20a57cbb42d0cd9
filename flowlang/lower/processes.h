#ifndef FLOWLANG_LOWER_PROCESSES_H_
#define FLOWLANG_LOWER_PROCESSES_H_

#include "federated/processes/link.h"
#include "federated/processes/workers.h"

namespace flow::lang {

/// Where the clients of a run are; here, by default. A server's clients are at
/// its workers, who run the same plan: they make for themselves what their
/// clients train on, serve each training, and take over what comes out of it;
/// what is made of the results is the server's alone. Not owned.
struct Processes {
  federated::Workers* workers = nullptr;  // of the server
  bool is_worker = false;
  // of a worker; null where files come and go (client_round.h)
  federated::Link* server = nullptr;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PROCESSES_H_
