#ifndef FEDERATED_PROCESSES_STAR_H_
#define FEDERATED_PROCESSES_STAR_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/processes/process_environment.h"
#include "core/processes/process_store.h"
#include "federated/processes/link.h"

namespace flow::federated {

/// A server process, rank 0, with one link to each of its workers, ranks 1..W.
/// Workers have no links to each other: what befalls one of them closes its
/// link, and the server goes on with the others. Nobody can come back or join
/// later.
///
/// The links may be used by several threads, each by one at a time.
class Star {
 public:
  /// Waits for all processes, then connects each worker with the server.
  /// Errors: those of core::Meet(), and of a link that cannot be opened.
  static absl::StatusOr<std::unique_ptr<Star>> Join(
      const core::ProcessEnvironment& processes, absl::Duration timeout);

  int64_t rank() const { return rank_; }
  int64_t workers() const { return workers_; }
  bool is_server() const { return rank_ == 0; }

  /// The server's link to `worker`, 1..workers(), or a worker's to the server,
  /// whose `worker` is its own rank. Never null; lives as long as this.
  Link* link(int64_t worker);

 private:
  Star(int64_t rank, int64_t workers,
       std::unique_ptr<core::ProcessStore> store);

  absl::Status Connect(const std::string& address, absl::Duration timeout);

  int64_t rank_;
  int64_t workers_;
  // links close before the store does
  std::unique_ptr<core::ProcessStore> store_;
  std::vector<Link> links_;  // the server's in order of workers; a worker's one
};

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_STAR_H_
