#ifndef FLOWLANG_LOWER_PROCESSES_H_
#define FLOWLANG_LOWER_PROCESSES_H_

#include "core/device/device_peers.h"
#include "core/processes/process_group.h"
#include "federated/processes/link.h"
#include "federated/processes/workers.h"

namespace flow::lang {

/// What the record of a stage says at a process that took part in it and has
/// no result.
inline constexpr char kServed[] = "served";

/// Which processes a run is in; in one, by default. Not owned.
///
/// A server's clients are at its workers, who run the same plan: they make for
/// themselves what their clients train on, serve each training, and take over
/// what comes out of it; what is made of the results is the server's alone.
///
/// A group runs the same plan and shares each batch of its trainings: every
/// process makes the whole of it, takes its own rows, and adds its gradient to
/// those of the others (core/train/summed_gradients.h; between devices
/// core/device/summed_backward.h). It shares the points of samples
/// (core/processes/shared_transport.h) and the images that features are made
/// of, too; what is made of them is rank 0's alone.
struct Processes {
  federated::Workers* workers = nullptr;  // of the server
  bool is_worker = false;
  // of a worker; null where files come and go (client_round.h)
  federated::Link* server = nullptr;
  core::ProcessGroup* group = nullptr;
  // of a group that trains on devices: theirs
  core::DevicePeers* devices = nullptr;

  /// Whether this is the one that evaluates and writes the result.
  bool HasResult() const {
    return !is_worker && (group == nullptr || group->rank() == 0);
  }
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PROCESSES_H_
