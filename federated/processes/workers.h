#ifndef FEDERATED_PROCESSES_WORKERS_H_
#define FEDERATED_PROCESSES_WORKERS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/nn/network.h"
#include "federated/processes/link.h"

namespace flow::federated {

/// The worker processes as their server sees them. One whose link fails, or who
/// is waited for in vain, has gone for good: it is told of once, and the others
/// go on. Workers count from 0 here. Not thread-safe.
class Workers {
 public:
  struct Options {
    absl::Duration patience;  // how long one message of a training is awaited
    // Told once of each worker that has gone, and why.
    std::function<void(int64_t worker, const absl::Status& why)> on_gone;
  };

  /// `links` lead to the workers, and are not owned.
  Workers(std::vector<Link*> links, Options options);

  int64_t size() const { return std::ssize(links_); }
  /// Why those who have gone have, in the order in which they went.
  const std::vector<std::string>& gone() const { return gone_; }
  bool IsThere(int64_t worker) const { return links_[worker]->status().ok(); }

  /// Of a worker that is there.
  absl::Status Tell(int64_t worker, const Message& message);
  absl::StatusOr<Message> Hear(int64_t worker);
  absl::StatusOr<Message> Ask(int64_t worker, const Message& message);

  /// Begins a training: hears from every worker that it is ready for it. Before
  /// that a worker may have work of its own, such as moving a pool, so that all
  /// of them together are given an hour, or the patience if that is more. The
  /// error of a worker that could not get ready, naming it; FailedPrecondition
  /// where one is ready for another training, which is a mistake of whoever
  /// started the processes.
  absl::Status Begin(const std::string& training);
  /// Ends it: tells every worker the weights that came out.
  void End(const std::vector<core::NamedTensor>& result);

 private:
  absl::StatusOr<Message> HearWithin(int64_t worker, absl::Duration patience);
  void Lose(int64_t worker, const absl::Status& why);

  std::vector<Link*> links_;
  Options options_;
  std::vector<std::string> gone_;
};

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_WORKERS_H_
