#ifndef CORE_DEVICE_CUDA_NCCL_SUMS_H_
#define CORE_DEVICE_CUDA_NCCL_SUMS_H_

#include <memory>
#include <string>

#include "c10/core/Device.h"
#include "core/device/device_sums.h"

namespace flow::core {

/// As GpuDevice::NameGroup() and JoinGroup() of the GPU `index`, which is the
/// current one, by NCCL. c10::DistBackendError when it fails.
std::string NewNcclName();
std::unique_ptr<DeviceSums> JoinNccl(c10::DeviceIndex index,
                                     const std::string& name, int rank,
                                     int ranks);

}  // namespace flow::core

#endif  // CORE_DEVICE_CUDA_NCCL_SUMS_H_
