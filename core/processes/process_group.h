#ifndef CORE_PROCESSES_PROCESS_GROUP_H_
#define CORE_PROCESSES_PROCESS_GROUP_H_

#include <cstdint>
#include <memory>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/processes/process_environment.h"

namespace flow::core {

/// The processes of a run as equals, who do something together: each calls the
/// same functions in the same order. c10d's process group over Gloo, that is
/// TCP, between CPUs.
///
/// A process that has gone ends it for all: Unavailable, or DeadlineExceeded
/// from one that is silent, and nothing works from then on. Not thread-safe.
class ProcessGroup {
 public:
  /// Waits for all processes. Errors: those of Meet(). `timeout` is also how
  /// long the slowest process is waited for in what follows, but for Await().
  static absl::StatusOr<std::unique_ptr<ProcessGroup>> Join(
      const ProcessEnvironment& processes, absl::Duration timeout);

  virtual ~ProcessGroup() = default;

  int64_t rank() const { return rank_; }
  int64_t size() const { return size_; }

  /// Returns when all processes have called it. One may have work of its own
  /// before, for as long as `patience`, and eleven days at most.
  virtual absl::Status Await(absl::Duration patience) = 0;

  /// Puts the sum over all processes in the place of `x`, which is contiguous
  /// and of the same shape and dtype everywhere. All get the same bits, and do
  /// again with as many processes; another number of them adds in another
  /// order.
  virtual absl::Status Sum(at::Tensor& x) = 0;

  /// Puts what rank 0 has in the place of `x`, likewise.
  virtual absl::Status Broadcast(at::Tensor& x) = 0;

 protected:
  ProcessGroup(int64_t rank, int64_t size) : rank_(rank), size_(size) {}

 private:
  int64_t rank_, size_;
};

}  // namespace flow::core

#endif  // CORE_PROCESSES_PROCESS_GROUP_H_
