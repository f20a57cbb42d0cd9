#ifndef CORE_DEVICE_GPU_DEVICE_H_
#define CORE_DEVICE_GPU_DEVICE_H_

#include <memory>
#include <string>

#include "core/device/device.h"
#include "core/device/device_sums.h"

namespace flow::core {

/// A device that adds up with others of its kind. c10::DistBackendError where
/// they cannot be connected.
class GpuDevice : public Device {
 public:
  /// What names a new group of devices: bytes for its first process to hand to
  /// the others.
  virtual std::string NameGroup() = 0;

  /// Joins the group as one of `ranks`; returns when all have. The device must
  /// outlive what is returned.
  virtual std::unique_ptr<DeviceSums> JoinGroup(const std::string& name,
                                                int rank, int ranks) = 0;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_GPU_DEVICE_H_
