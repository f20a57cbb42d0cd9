#ifndef CORE_DEVICE_DEVICE_PEERS_H_
#define CORE_DEVICE_DEVICE_PEERS_H_

#include <cstdint>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/device/device_sums.h"
#include "core/device/gpu_device.h"
#include "core/processes/process_group.h"

namespace flow::core {

/// Processes that train on the same batches, each on rows of its own by a
/// device of its own. Nobody waits for ever for the sums of one that has gone:
/// after an error the sums have ended, and it comes again from every call. Not
/// thread-safe.
class DevicePeers {
 public:
  /// Between `hosts`, which must outlive it, and their devices. `patience` is
  /// how long one waits for the slowest.
  DevicePeers(ProcessGroup* hosts, std::unique_ptr<DeviceSums> sums,
              absl::Duration patience);

  /// Connects the devices of all `hosts`, each of which calls this; both must
  /// outlive what is returned. Unavailable when they cannot be connected.
  static absl::StatusOr<std::unique_ptr<DevicePeers>> Connect(
      GpuDevice* device, ProcessGroup* hosts, absl::Duration patience);

  int64_t rank() const { return hosts_->rank(); }
  int64_t size() const { return hosts_->size(); }
  DeviceSums* sums() { return sums_.get(); }

  /// Does `work`, which may begin sums. Unavailable when the devices have lost
  /// each other; other exceptions come through.
  absl::Status Do(absl::FunctionRef<void()> work);

  /// Returns when this device has done what it was asked for before the last
  /// call, so that no more than the work between two calls is ever waiting.
  /// DeadlineExceeded when that takes longer than the patience, or Unavailable.
  absl::Status Follow();

  /// Returns when all processes have called it and their devices have done what
  /// they were asked for. Errors: as Follow(), and those of the hosts.
  absl::Status Await();

 private:
  absl::Status AwaitMark();
  absl::Status AwaitHosts();
  // Ends the sums.
  absl::Status Fail(absl::Status why);

  ProcessGroup* hosts_;
  std::unique_ptr<DeviceSums> sums_;
  absl::Duration patience_;
  absl::Status failed_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_PEERS_H_
