#ifndef CORE_DEVICE_DEVICE_PEERS_H_
#define CORE_DEVICE_DEVICE_PEERS_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/device/device_sums.h"
#include "core/device/gpu_device.h"
#include "core/processes/process_group.h"

namespace flow::core {

/// Processes that train on the same batches, each on rows of its own by a
/// device of its own. Not thread-safe.
class DevicePeers {
 public:
  /// Between `hosts`, which must outlive it, and their devices.
  DevicePeers(ProcessGroup* hosts, std::unique_ptr<DeviceSums> sums);

  /// Connects the devices of all `hosts`, each of which calls this; both must
  /// outlive what is returned. Unavailable when they cannot be connected.
  static absl::StatusOr<std::unique_ptr<DevicePeers>> Connect(
      GpuDevice* device, ProcessGroup* hosts);

  int64_t rank() const { return hosts_->rank(); }
  int64_t size() const { return hosts_->size(); }
  DeviceSums* sums() { return sums_.get(); }

  /// Returns when all have called it and this device has done what it was asked
  /// for: nobody waits for the sums of one that has gone. Unavailable then, and
  /// when the devices lose each other.
  absl::Status Await();

 private:
  ProcessGroup* hosts_;
  std::unique_ptr<DeviceSums> sums_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_PEERS_H_
